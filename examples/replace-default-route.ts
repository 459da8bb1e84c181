// Puts another gateway in the place of the one there is: replace-default-route.ts GATEWAY. Needs CAP_NET_ADMIN.

import { KernelError, Rtnl } from 'rtnetlink';

const [via = '172.16.10.1'] = process.argv.slice(2);
const rtnl = await Rtnl.open();
const gateway = async () => (await rtnl.routes.list({ family: 'inet' })).find(({ dstLen }) => dstLen === 0)?.gateway ?? 'none';
try {
  const before = await gateway();
  await rtnl.routes.replace({ dst: 'default', via }); // in one step: there is no moment without
  console.log(`${before} -> ${await gateway()}`);
} catch (error) {
  if (!(error instanceof KernelError)) throw error;
  console.error(error.message); // ENETUNREACH: no link leads to that gateway
  process.exitCode = 1;
} finally {
  await rtnl.close();
}
