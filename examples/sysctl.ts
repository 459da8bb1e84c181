// A kernel parameter of a namespace, read and written: sysctl.ts KEY [VALUE]. Writing needs CAP_NET_ADMIN.

import { Rtnl, SystemError } from 'rtnetlink';

const [key = 'net.ipv4.conf.all.arp_ignore', value] = process.argv.slice(2);
const rtnl = await Rtnl.open(); // or of another namespace: { netns: 'namespace1' }
try {
  if (value !== undefined) await rtnl.sysctl.write(key, value);
  console.log(`${key} = ${await rtnl.sysctl.read(key)}`);
} catch (error) {
  if (!(error instanceof SystemError)) throw error;
  console.error(error.message); // error.capability names what is missing
  process.exitCode = 1;
} finally {
  await rtnl.close();
}
