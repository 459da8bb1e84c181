// W7-import: the same as a module.

import { Rtnl } from 'rtnetlink';

const rtnl = await Rtnl.open();
console.log((await rtnl.links.list()).length);
await rtnl.close();
