// netkit as `ip` reads and prints it. iproute2: ip/iplink_netkit.c.

import { AttributeList } from '../attribute-list.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { AnyLink } from '../link.js';
import { linkMessage } from '../link-message.js';
import type { Printer } from '../show/printer.js';
import { duplicateWord, type Words } from '../words.js';
import { type Netkit, netkitData } from './netkit.js';
import { kindError } from './word-values.js';

function show(out: Printer, data: Netkit): void {
  const line = (key: string, value: string | number | undefined, word = key) => {
    if (value === undefined) return;
    const name = typeof value === 'string' ? value : 'UNKNOWN';
    out.both(key, name, `${word} ${name} `);
  };
  line('mode', data.mode);
  line('type', data.primary === undefined ? undefined : data.primary === 0 ? 'peer' : 'primary');
  line('policy', data.policy);
  line('peer_policy', data.peerPolicy, 'peer policy');
  line('scrub', data.scrub);
  line('peer_scrub', data.peerScrub, 'peer scrub');
}

/** What stands behind `peer` is about the other end; from its first word that is no option of the pair, it is a link's. */
async function words(words: Words, context: KindContext): Promise<Netkit | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Netkit>(netkitData.schema, () => context.littleEndian);
  let peer = false;
  let mode = false;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'mode') {
      const value = words.next();
      if (mode) throw duplicateWord('mode', value);
      mode = true;
      if (value !== 'l2' && value !== 'l3') throw kindError('Error: argument of "mode" must be either "l3" or "l2"\n');
      data.add('mode', value);
    } else if (word === 'forward' || word === 'blackhole') {
      data.add(peer ? 'peerPolicy' : 'policy', word);
    } else if (word === 'peer') {
      if (peer) throw duplicateWord('peer', words.peek() ?? '(null)');
      peer = true;
    } else if (word === 'scrub') {
      const value = words.next();
      if (value !== 'none' && value !== 'default') throw kindError('Error: scrub must be either "none" or "default"\n');
      data.add(peer ? 'peerScrub' : 'scrub', value);
    } else if (peer) {
      words.back();
      data.add('peerInfo', linkMessage(0, await context.linkWords(words)).body as AnyLink);
    } else {
      throw kindError(`netkit: unknown option "${word}"?\n${usage}`);
    }
  }
  return data.object();
}

const usage = `Usage: ... netkit [ mode MODE ] [ POLICY ] [ scrub SCRUB ] [ peer [ POLICY <options> ] ]

MODE: l3 | l2
POLICY: forward | blackhole
SCRUB: default | none
(first values are the defaults if nothing is specified)

To get <options> type 'ip link add help'.
`;

/** What the command reads and prints. */
export const netkitCommand = { show, words, usage } satisfies KindCommand<Netkit>;
