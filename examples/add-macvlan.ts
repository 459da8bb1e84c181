// Puts a macvlan on a link, gives it an address and brings it up: add-macvlan.ts LINK ADDRESS/LENGTH. Needs CAP_NET_ADMIN.

import { KernelError, Rtnl } from 'rtnetlink';

const [link = 'eth0', address = '172.16.10.5/24'] = process.argv.slice(2);
const rtnl = await Rtnl.open();
try {
  const { index } = await rtnl.links.add({ kind: 'macvlan', name: 'macvlan1', link, mode: 'bridge' });
  await rtnl.addresses.add({ dev: index, address });
  await rtnl.links.set(index, { up: true });
  const made = await rtnl.links.get(index);
  console.log(`${made.ifname} is ${made.address}, in mode ${made.linkinfo?.macvlan?.mode}, with ${address}`);
} catch (error) {
  if (!(error instanceof KernelError)) throw error;
  console.error(error.message); // the kernel's own words; match on error.code
  process.exitCode = 1;
} finally {
  await rtnl.close();
}
