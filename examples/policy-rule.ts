// Sends what comes from some addresses another way: policy-rule.ts PREFIX GATEWAY [TABLE]. Needs CAP_NET_ADMIN.

import { Rtnl } from 'rtnetlink';

const [from = '172.16.10.5', via = '172.16.10.254', number = '100'] = process.argv.slice(2);
const table = Number(number);
const rtnl = await Rtnl.open();
try {
  await rtnl.routes.replace({ dst: 'default', via, table });
  await rtnl.rules.add({ from, table, priority: 1000 });
  for (const { priority = 0, src = 'all', table, table8 } of await rtnl.rules.list()) console.log(`${priority}: from ${src} lookup ${table ?? table8}`);
} finally {
  await rtnl.close();
}
