// Links as they come, change and go: watch-links.ts, until it is interrupted. Needs no privilege.

import { Rtnl } from 'rtnetlink';

const rtnl = await Rtnl.open();
const changes = rtnl.monitor(['link']);
process.once('SIGINT', () => changes.close());
// Listed once nothing can be missed any more.
console.log('now:', (await rtnl.links.list()).map(({ ifname }) => ifname).join(' '));

for await (const change of changes) {
  if (change.kind === 'overrun') console.log('now:', (await rtnl.links.list()).map(({ ifname }) => ifname).join(' ')); // some were lost
  if (change.kind !== 'message') continue;
  const { name, body } = change.message;
  if (name === 'RTM_NEWLINK') console.log('is:', body.ifname, body.operstate);
  if (name === 'RTM_DELLINK') console.log('gone:', body.ifname);
}
await rtnl.close();
