// `npm start`: the main job on real input. Reads a capture of `ip -d link` taken on a big-endian machine and prints what
// `ip` printed; then, where it may, walks the macvlan recipe on this machine's kernel, in network namespaces of its own, as
// `rtnl lab` does. No program is started.

import { readFileSync } from 'node:fs';
import { missing } from '../src/cli/lab/capabilities.js';
import { main } from '../src/cli/main.js';

const FIXTURE = new URL('../fixtures/start/ip-d-link-s390x.jsonl', import.meta.url);

await decodeCapture();
await runRecipe();

async function decodeCapture(): Promise<void> {
  const { argv, stdout, kernel, arch } = JSON.parse(readFileSync(FIXTURE, 'utf8')) as { argv: string[]; stdout: string; kernel: string; arch: string };
  console.log(`What \`${argv.join(' ')}\` received on Linux ${kernel} (${arch}, big-endian), read from a capture:\n`);
  let text = '';
  const io = {
    stdout(more: string) {
      text += more;
    },
    stderr(more: string) {
      process.stderr.write(more);
    },
  };
  const code = await main(['--replay', FIXTURE.pathname, ...argv.slice(1)], io);
  console.log(text);
  if (code !== 0 || text !== stdout) throw new Error('this is not what ip printed');
  console.log(`These ${text.length} characters are those that ip printed.\n`);
}

async function runRecipe(): Promise<void> {
  const lacking = process.platform === 'linux' ? missing().map(({ why }) => why) : ['Linux is needed'];
  if (lacking.length > 0) {
    console.log(`The recipe itself needs a kernel to talk to: ${lacking.join('; ')}.`);
    console.log('Run it with `sudo npm start`, or without root in namespaces of your own: `unshare -Urn npm start`.');
    return;
  }
  console.log('The macvlan recipe on this kernel, as `rtnl lab` walks it, in network namespaces of its own:');
  process.exitCode = await main(['lab']);
}
