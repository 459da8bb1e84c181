// `rtnl lab` on this machine's kernel beside `rtnl lab --sim`: the same output but for link-layer addresses and times.

import * as assert from 'uvu/assert';
import { MODES } from '../../src/cli/lab/topology.js';
import { kernelSuite } from '../kernel/kernel.js';
import { wrongOf } from '../lab-wrong.js';
import { rtnl } from './recordings.js';

const test = kernelSuite('lab, real and simulated');

/** Link-layer addresses are numbered as they come, in a list after the one everyone knows; times are left out, and whose of two answers to one question came last: row 5 begins with that. */
function named(text: string): string {
  const known = new Map<string, string>();
  return text
    .replace(/\(\d+ ms\)|\d+\.\d+ ms|after \d+\.\d s/g, 'TIME')
    .replace(/(at first: \S+ lladdr) [0-9a-f:]{17}/g, '$1 ANY')
    .replace(/list [0-9a-f:]{17}( [0-9a-f:]{17})+/g, (list) => list.replace(/( 02:00:00:00:00:99)(.*)|(.*)( 02:00:00:00:00:99)/, '$1$4$2$3'))
    .replace(/[0-9a-f]{2}(:[0-9a-f]{2}){5}/g, (mac) => {
      if (!known.has(mac)) known.set(mac, `MAC${known.size + 1}`);
      return known.get(mac) as string;
    });
}

for (const words of [[], ...MODES.map((mode) => ['--mode', mode])]) {
  test(`lab ${words.join(' ')} says the same`, async () => {
    const real = await rtnl('lab', ...words);
    const simulated = await rtnl('lab', '--sim', ...words);
    assert.is(real.code, 0, wrongOf(real.stdout));
    // Where this user may give no names, it is told in their place.
    const names = real.stdout.includes('without names that ip netns sees') ? /^ +(namespace\d is .* to ip netns|without names .*)\n/gm : /$^/;
    assert.is(named(simulated.stdout.replace(names, '')), named(real.stdout.replace(names, '')));
    assert.is(simulated.code, real.code);
    assert.is(simulated.stderr, real.stderr);
  });
}

test.run();
