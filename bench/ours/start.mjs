// W7: the shortest program that lists links.

import { Rtnl } from 'rtnetlink';

const rtnl = await Rtnl.open();
console.log((await rtnl.links.list()).length);
await rtnl.close();
