// `link afstats` and `link xstats` against iproute2 6.1.0: recorded on a kernel, and given messages no kernel at hand would send.

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Case } from '../../src/cli/recordings.js';
import { rows } from '../fixtures.js';
import { assertCases } from './in-process.js';
import { replayed, rtnl } from './recordings.js';

const test = suite('stats');

/** What iproute2 6.1.0 did; in `vectors` the answers to RTM_GETSTATS were put before it by hand. */
const cases = ['captures/host-6.18/stats.jsonl.gz', 'vectors/stats-show.jsonl.gz'].flatMap((file) => rows<Case>(file));

test('output, errors and exit codes are those of ip', async () => {
  for (const recorded of cases) {
    const { name, rc, stdout, stderr } = recorded;
    assert.equal(await replayed(recorded), { code: rc, stdout, stderr }, name);
  }
});

test('in colours', () => assertCases('stats-colour.jsonl.gz'));

test('kinds that ip knows and this command does not have no counters', async () => {
  for (const kind of ['dummy', 'team_slave', 'vti6']) {
    assert.equal(await rtnl('link', 'xstats', 'type', kind), { code: 1, stdout: '', stderr: `xstats: link type ${kind} doesn't support xstats\n` });
  }
  for (const kind of ['toString', 'vlan_slave', '_slave', 'lowpan']) {
    assert.equal(await rtnl('link', 'xstats', 'type', kind), { code: 255, stdout: '', stderr: `Error: argument "${kind}" is wrong: invalid type\n` });
  }
});

test.run();
