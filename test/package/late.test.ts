// What the package loads when it is first used: which files those are, that nothing else loads them, and that bundlers do without.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { env, filesOf, packed, project } from './packed.js';

const test = suite('late parts');

/** Messages of a list of links that are there in every namespace, then one of each part. */
const PROGRAM = `
import { decodeDatagram, encodeDatagram } from 'rtnetlink';
const hex = (name, body) => Buffer.from(encodeDatagram([{ name, header: {}, body }])).toString('hex');
const link = (kind, data) => ['RTM_NEWLINK', { index: 1, ifname: 'x', linkinfo: { kind, ...data } }];
const messages = [
  link('dummy', {}), link('macvlan', { macvlan: { mode: 'bridge' } }), link('vlan', { vlan: { id: 5 } }), ['RTM_NEWADDR', { label: 'x' }],
  ['RTM_NEWROUTE', { priority: 7 }], ['RTM_NEWNEIGH', { probes: 3 }], ['RTM_NEWNETCONF', { ifindex: 4 }], ['RTM_NEWQDISC', { kind: 'x' }],
  link('bridge', { bridge: { ageingTime: 9 } }), link('vxlan', { vxlan: { id: 8 } }), link('tun', { tun: { owner: 6 } }),
  ['RTM_NEWLINK', { family: 7, index: 1, afSpecBridge: { mode: 1 } }],
];`;

test('a part is loaded with the first message that needs it, and not before', () => {
  const where = project();
  const program = `${PROGRAM}
    import { createRequire } from 'node:module';
    const { cache } = createRequire(import.meta.url);
    const parts = () => Object.keys(cache).flatMap((path) => /\\/late-(\\w+)\\.cjs$/.exec(path)?.[1] ?? []);
    const seen = [];
    for (const [name, body] of messages) {
      const text = hex(name, body);
      const [message] = decodeDatagram(Buffer.from(text, 'hex'));
      if (message.name !== name || hex(name, message.body) !== text) throw new Error(name);
      seen.push(parts().length === 0 ? 'none' : parts().at(-1));
    }
    console.log(seen.join(' '));`;
  writeFileSync(join(where, 'program.js'), program);
  const out = execFileSync(process.execPath, [join(where, 'program.js')], { env, encoding: 'utf8' });
  assert.is(out, 'none none none none routing neighbours seldom traffic masters tunnels others rarities\n');
});

test('what every program loads is one file, and what else needs its insides gets them without a name that programs see', () => {
  const where = project();
  const program = `
    import * as all from 'rtnetlink';
    import { createRequire } from 'node:module';
    import { KernelError } from 'rtnetlink/netlink';
    const required = createRequire(import.meta.url)('rtnetlink');
    const isSame = Object.keys(all).every((name) => required[name] === all[name]) && Object.keys(required).length === Object.keys(all).length;
    console.log(Object.keys(all).sort().join(), KernelError === all.KernelError, isSame);`;
  writeFileSync(join(where, 'program.js'), program);
  const names = ['DecodeError', 'EncodeError', 'KernelError', 'NetlinkError', 'Rtnl', 'SystemError', 'decodeDatagram', 'dissectDatagram', 'echo', 'encodeDatagram'];
  assert.is(execFileSync(process.execPath, [join(where, 'program.js')], { env, encoding: 'utf8' }), `${[...names, 'jsonReplacer', 'kinds', 'netns', 'route'].join()} true true\n`);
  assert.not.match(readFileSync(join(packed(), 'dist/main.cjs'), 'utf8'), /import\{|import"|require\("\.\/(?!chunks\/late-)/);
});

test('a part is one file, which needs no other, and no part of it is left elsewhere', () => {
  const folder = join(packed(), 'dist');
  const parts = filesOf(folder).filter((path) => path.startsWith('chunks/late-'));
  assert.ok(parts.length > 5);
  for (const path of parts) {
    assert.match(path, /\.cjs$/);
    assert.not.match(readFileSync(join(folder, path), 'utf8'), /\bimport\b|\bexport\b|\brequire\(/, path);
  }
  const files = filesOf(folder).filter((path) => /(\.js|^main\.cjs)$/.test(path) && !path.startsWith('whole/'));
  const named = new Set(
    files.flatMap((path) =>
      [...readFileSync(join(folder, path), 'utf8').matchAll(/(?:from|import|import\(|import_module\()"(\.[^"]+\.js)"/g)].map(([, name = '']) => join(dirname(path), name)),
    ),
  );
  assert.equal(
    files.filter((path) => path.startsWith('chunks/') && !named.has(path)),
    [],
  );
});

for (const platform of ['browser', 'node'] as const) {
  test(`a bundle for ${platform === 'node' ? 'Node' : 'browsers'} is one file that has all`, async () => {
    const where = project();
    const outfile = join(where, 'bundle.mjs');
    const program = `${PROGRAM}\nconsole.log(messages.map(([name, body]) => decodeDatagram(Buffer.from(hex(name, body), 'hex'))[0].name).join());`;
    await build({
      stdin: { contents: program, resolveDir: where },
      bundle: true,
      format: 'esm',
      platform,
      outfile,
      external: ['node:*', 'koffi', 'buffer-layout'],
      logLevel: 'silent',
    });
    assert.not.match(readFileSync(outfile, 'utf8'), /\/late-\w+\.c?js/);
    const out = execFileSync(process.execPath, [outfile], { cwd: '/', env, encoding: 'utf8' });
    assert.is(out.split(',').length, 12);
  });
}

test.run();
