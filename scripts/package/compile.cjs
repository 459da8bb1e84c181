// `node node_modules/rtnetlink/dist/compile.cjs`: has V8 compile the library for the node that runs this, for index.cjs to start with. What is compiled is
// what a program calls that lists links, of a simulated kernel and, where it can be reached, of this machine's.

'use strict';

const { mkdirSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');

const file = `${__dirname}/main.cjs`;
const source = readFileSync(file);
const script = new Script(`(function(exports,require,module,__filename,__dirname){${source.latin1Slice()}\n})`, {
  filename: file,
});
const main = { exports: {}, import: (name) => import(name) };
script.runInThisContext().call(main.exports, main.exports, require, main, file, __dirname);

/** What of the library is called by it is compiled. */
async function list(options) {
  const rtnl = await main.exports.Rtnl.open(options);
  for (let round = 0; round < 3; round++) await rtnl.links.list();
  await rtnl.addresses.list();
  await rtnl.close();
}

async function compile() {
  // By a library of its own: what makes links is compiled when it is called.
  const { Rtnl } = await import('./index.js');
  const { SimulatedKernel } = await import('./simkernel/surface.js');
  const kernel = new SimulatedKernel();
  const rtnl = await Rtnl.open({ transport: kernel.transport() });
  await rtnl.links.add({ kind: 'veth', name: 'eth0', up: true, peer: { name: 'far0' } });
  for (let i = 0; i < 300; i++) await rtnl.links.add({ kind: 'macvlan', name: `macvlan${i}`, link: 'eth0', mode: 'bridge' });
  await rtnl.close();
  await list({ transport: kernel.transport() });
  await list({}).catch(() => undefined);

  const { arch, execPath, platform, version } = process;
  mkdirSync(`${__dirname}/compiled`, { recursive: true });
  writeFileSync(`${__dirname}/compiled/${version}-${platform}-${arch}-${statSync(execPath).size}`, Buffer.concat([script.createCachedData(), source]));
}

void compile();
