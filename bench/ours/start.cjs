// W7: the shortest program that lists links.

const { Rtnl } = require('rtnetlink');

async function main() {
  const rtnl = await Rtnl.open();
  console.log((await rtnl.links.list()).length);
  await rtnl.close();
}

void main();
