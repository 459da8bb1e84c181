// The readers need nothing but the language and its text codecs: bundled for a browser, they run where there is neither Node nor a global of it.

import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fixture, read } from './captures.js';

const test = suite('capture: without Node');

test('reads a capture where there is no Node', async () => {
  const entry = new URL('../../../src/netlink/capture/surface.ts', import.meta.url).pathname;
  const { outputFiles, errors } = await build({
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    globalName: 'capture',
    platform: 'browser',
    target: 'es2022',
    write: false,
    logLevel: 'silent',
  });
  assert.equal(errors, []);
  const file = fixture('pcap/vm-6.1-s390x-recipe.pcap.gz');
  const names = ['pcap/vm-6.1-s390x-macaddr.pcap.gz', 'strace/08-route.txt', 'hex/xxd.txt', 'start/ip-d-link-s390x.jsonl', 'pcap/merged-s390x-x86_64.pcapng.gz'];
  const files = [file, ...names.map(fixture)];
  const context = createContext({ TextDecoder, TextEncoder, files });
  const program = `${outputFiles[0]?.text};
    (async () => {
      const counts = [];
      for (const bytes of files) {
        let count = 0;
        // In arrays of this realm and of another, as those of frames and workers are.
        for await (const datagram of await capture.openCapture(bytes.length % 2 === 0 ? bytes : [new Uint8Array(bytes)])) count += datagram.bytes.length;
        counts.push(count);
      }
      return JSON.stringify(counts);
    })()`;
  const counts = JSON.parse((await runInContext(program, context)) as string) as number[];
  const expected = await Promise.all(files.map(async (bytes) => (await read(bytes)).datagrams.reduce((sum, one) => sum + one.bytes.length, 0)));
  assert.equal(counts, expected);
  assert.ok(expected.every((count) => count > 20));
});

test.run();
