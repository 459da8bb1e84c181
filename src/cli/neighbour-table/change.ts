// `ntable change`. iproute2: ip/ipntable.c: ipntable_modify().

import type { Schema } from '../../netlink/attributes.js';
import { NLM_F_REPLACE } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { u64Word } from '../../rtnl/kinds/word-values.js';
import { type NeighbourTable, neighbourTableBody, parms as parmsSet } from '../../rtnl/neighbour-table.js';
import { duplicateWord, invalidWord, missingWord, UsageError, type Words, wholeNumber } from '../../rtnl/words.js';
import { noDevice } from '../link/words.js';
import type { Session } from '../session.js';

type Parms = NonNullable<NeighbourTable['parms']>;

/** What a word changes: of 32 bits or 64, of the table or of the parameters of a link. */
const TABLE_WORDS = { thresh1: ['thresh1', 32], thresh2: ['thresh2', 32], thresh3: ['thresh3', 32], gc_int: ['gcInterval', 64] } as const;
const PARAMETER_WORDS = {
  base_reachable: ['baseReachableTime', 64],
  retrans: ['retransTime', 64],
  gc_stale: ['gcStaletime', 64],
  delay_probe: ['delayProbeTime', 64],
  queue: ['queueLen', 32],
  app_probes: ['appProbes', 32],
  ucast_probes: ['ucastProbes', 32],
  mcast_probes: ['mcastProbes', 32],
  anycast_delay: ['anycastDelay', 64],
  proxy_delay: ['proxyDelay', 64],
  proxy_queue: ['proxyQlen', 32],
  locktime: ['locktime', 64],
} as const;

const has = <T extends object>(table: T, word: string): word is keyof T & string => Object.hasOwn(table, word);

function value(word: string, bits: 32 | 64, words: Words): number | bigint {
  const why = `"${word}" value is invalid`;
  return bits === 32 ? wholeNumber(words.next(), why) : u64Word(words.next(), why);
}

/** Resolves to the exit code. Throws UsageError. */
export async function changeNeighbourTable(words: Words, session: Session): Promise<number> {
  const attributes = new AttributeList<NeighbourTable>(neighbourTableBody.attributes.schema, () => session.littleEndian);
  const parms = new AttributeList<Parms>(parmsSet.schema as Schema, () => session.littleEndian);
  let name: string | undefined;
  let changes = false;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'name') {
      const typed = words.next();
      if (name !== undefined) throw duplicateWord('NAME', typed);
      name = typed;
      attributes.add('name', name);
    } else if (word === 'dev') {
      const dev = words.next();
      const index = await session.names.indexOf(dev);
      if (index === 0) throw noDevice(dev);
      parms.add('ifindex', index);
    } else if (has(TABLE_WORDS, word)) {
      const [key, bits] = TABLE_WORDS[word];
      attributes.add(key, value(word, bits, words) as never);
      changes = true;
    } else if (has(PARAMETER_WORDS, word)) {
      const [key, bits] = PARAMETER_WORDS[word];
      parms.add(key, value(word, bits, words) as never);
      changes = true;
    } else {
      throw invalidWord('unknown', word);
    }
  }
  if (name === undefined) throw missingWord('NAME');
  if (!changes) throw new UsageError('Not enough information: changeable attributes required.\n');
  const told = parms.object();
  if (Object.keys(told).length > 0) attributes.add('parms', told);
  const body = { family: session.options.family, ...attributes.object() };
  const replies = await session.kernel.change({ name: 'RTM_SETNEIGHTBL', header: { flags: NLM_F_REPLACE }, body });
  return replies instanceof KernelError ? 2 : 0;
}
