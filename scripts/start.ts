// `npm start`: the main job on real input. Reads a capture of `ip -d link` taken on a big-endian machine and prints what
// `ip` printed; then walks the macvlan recipe on this machine's kernel, in network namespaces of its own, as `rtnl lab` does, or, where it
// may not, on a simulated one. No program is started.

import { readFileSync } from 'node:fs';
import { missing } from '../src/cli/lab/capabilities.js';
import { main } from '../src/cli/main.js';
import { netns } from '../src/index.js';

const FIXTURE = new URL('../fixtures/start/ip-d-link-s390x.jsonl', import.meta.url);

const obstacle = await whatStopsIt();
if (obstacle !== undefined)
  console.log(`The macvlan recipe runs on a simulated kernel here: ${obstacle} (\`sudo npm start\`, or without root \`unshare -Urn npm start\`, takes the real one).\n`);
await decodeCapture();
await runRecipe();

/** Why the recipe cannot be walked on this machine's kernel. */
async function whatStopsIt(): Promise<string | undefined> {
  const lacking = missing();
  if (lacking.length > 0) return lacking.map(({ why }) => why).join('; ');
  try {
    (await netns.create()).close();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

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
  const simulated = obstacle !== undefined;
  console.log(`The macvlan recipe on ${simulated ? 'a simulated' : 'this'} kernel, as \`rtnl lab${simulated ? ' --sim' : ''}\` walks it, in network namespaces of its own:`);
  process.exitCode = await main(['lab', ...(simulated ? ['--sim'] : [])]);
}
