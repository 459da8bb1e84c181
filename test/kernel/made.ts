// What the tests of link kinds share: a link made where the kernel has the kind, and shown as the installed `ip` 6.1.0 shows it where
// there is one.

import { spawnSync } from 'node:child_process';
import * as assert from 'uvu/assert';
import { kinds } from '../../src/cli/kinds.js';
import { KernelError, type Rtnl } from '../../src/index.js';
import type { Namespace } from '../../src/netlink/socket/namespace.js';
import { defaultNames } from '../../src/rtnl/name-tables.js';
import { showLink } from '../../src/rtnl/show/link.js';
import { linkNames } from '../../src/rtnl/show/link-names.js';
import { printer } from '../../src/rtnl/show/printer.js';

export type Spec = Parameters<Rtnl['links']['add']>[0];

/** Makes the link, or says that this kernel cannot. */
export async function made(rtnl: Rtnl, spec: Spec): Promise<boolean> {
  try {
    await rtnl.links.add(spec);
    return true;
  } catch (error) {
    if (!(error instanceof KernelError) || error.code !== 'EOPNOTSUPP') throw error;
    console.log(`link kind ${spec.kind}: not in this kernel`);
    return false;
  }
}

/** What `ip` 6.1.0 prints in the namespace; undefined where there is no such `ip`, or no nsenter(1). */
function ip(netns: Namespace, ...words: string[]): string | undefined {
  const version = spawnSync('ip', ['-V'], { encoding: 'utf8' });
  if (version.error !== undefined || !version.stdout.includes('iproute2-6.1.0')) return undefined;
  const { error, status, stdout } = spawnSync('nsenter', [`--net=/proc/${process.pid}/fd/${netns.fd}`, 'ip', ...words], { encoding: 'utf8' });
  return error === undefined && status === 0 ? stdout : undefined;
}

/** Timers and sequence numbers go on between two looks. */
const still = (shown: string): string => shown.replace(/(_timer|_timer":|sequence |"seq_nr":) *[\d.]+/g, '$1');

/** What we show of every link. */
async function shownHere(rtnl: Rtnl, json: boolean): Promise<string> {
  const links = await rtnl.links.list();
  const out = printer({ details: 1, json });
  for (const link of links) {
    out.openObject();
    showLink(out, link as never, { names: linkNames(links as never), kinds, command: 'link', tables: defaultNames });
    out.closeObject();
  }
  return still(out.finish());
}

/** Every link of the namespace, as `ip -d link` and `ip -d -j link` have them. */
export async function expectShownAsByIp(rtnl: Rtnl, netns: Namespace): Promise<void> {
  for (const json of [false, true]) {
    // The kernel takes its time to see carriers come: what changed meanwhile is looked at again.
    for (let round = 1; ; round++) {
      const before = await shownHere(rtnl, json);
      const expected = ip(netns, ...(json ? ['-d', '-j', 'link'] : ['-d', 'link']));
      if (expected === undefined) return console.log('iproute2 6.1.0 and nsenter are not both here: output is not compared');
      if (before !== (await shownHere(rtnl, json)) && round < 50) continue;
      assert.is(before, still(expected));
      break;
    }
  }
}
