// Who is known on a link, and by which link-layer address: list-neighbours.ts [LINK]. Needs no privilege.

import { Rtnl } from 'rtnetlink';

const [dev] = process.argv.slice(2);
const rtnl = await Rtnl.open();
const names = new Map((await rtnl.links.list()).map(({ index, ifname }) => [index, ifname]));
for (const { index, dst, lladdr = '-' } of await rtnl.neighbours.list(dev === undefined ? {} : { dev })) {
  console.log(names.get(index), dst, lladdr);
}
await rtnl.close();
