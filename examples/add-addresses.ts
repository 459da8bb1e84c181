// A thousand addresses in one go: add-addresses.ts LINK. Each is acknowledged by itself. Needs CAP_NET_ADMIN.

import { Rtnl } from 'rtnetlink';
import { addAddressRequest } from 'rtnetlink/rtnl';

const [link = 'eth0'] = process.argv.slice(2);
const rtnl = await Rtnl.open();
try {
  const { index } = await rtnl.links.get(link);
  const addresses = Array.from({ length: 1000 }, (_, i) => `10.1.${i >> 8}.${i & 255}/32`);
  const outcomes = await rtnl.batch(addresses.map((address) => addAddressRequest(index, { address })));
  const refused = outcomes.filter(({ status }) => status === 'rejected').length;
  console.log(`${outcomes.length - refused} added, ${refused} refused`);
  for (const [i, outcome] of outcomes.entries()) if (outcome.status === 'rejected') console.error(addresses[i], outcome.reason.code);
} finally {
  await rtnl.close();
}
