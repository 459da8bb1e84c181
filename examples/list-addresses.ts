// Every link with its addresses: list-addresses.ts. Needs no privilege.

import { Rtnl } from 'rtnetlink';

const rtnl = await Rtnl.open();
const [links, addresses] = await Promise.all([rtnl.links.list(), rtnl.addresses.list()]);
for (const { index, ifname } of links) {
  const own = addresses.filter((address) => address.index === index);
  console.log(ifname, own.map(({ local, address, prefixlen }) => `${local ?? address}/${prefixlen}`).join(' '));
}
await rtnl.close();
