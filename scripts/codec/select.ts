// The smallest set of messages that shows all there is to show: greedily, what tells most that is new for its size.

import type { Attribute, Meaning } from '../../src/cli/conformance/codec/meaning.js';
import { meanings } from '../../src/cli/conformance/codec/tell.js';
import { route } from '../../src/index.js';
import { fromHex } from '../../src/netlink/bytes.js';
import type { FoundMessage } from './messages.js';

/** A message, what it means, and what it shows. */
export interface Candidate extends FoundMessage {
  readonly meaning: Meaning;
  readonly shows: ReadonlySet<string>;
  /** Characters of its case. */
  readonly size: number;
}

const kindOf = (attributes: readonly Attribute[]): string =>
  ['IFLA_INFO_KIND', 'IFLA_INFO_SLAVE_KIND', 'TCA_KIND', 'TCA_ACT_KIND'].flatMap((name) => attributes.find((one) => one.name === name)?.value ?? []).join('+');

function* shownBy(attributes: readonly Attribute[], inside: string): Generator<string> {
  const kind = kindOf(attributes);
  if (kind !== '') yield `${inside} of kind ${kind}`;
  for (const { name, type, kind: payload, length = 0, nested, netByteOrder, attributes: within, value } of attributes) {
    const at = `${inside} > ${name ?? `#${type}`}`;
    // Where one kind follows from a sibling, each is another thing.
    const what = within === undefined ? `${at}: ${payload}` : at;
    yield /^(ip|mac|struct .*)$/.test(payload ?? '') ? `${what} of ${length}` : what;
    if (nested || netByteOrder) yield `${at} with flags`;
    if (typeof value === 'number' && value < 0) yield `${at} below zero`;
    if (within !== undefined)
      yield* shownBy(within, kind !== '' && (name === 'IFLA_INFO_DATA' || name === 'IFLA_INFO_SLAVE_DATA' || name === 'TCA_OPTIONS') ? `${name} of ${kind}` : (name ?? at));
  }
}

/** Damage of recorded messages is their senders' own. */
const damaged = (attributes: readonly Attribute[]): boolean => attributes.some(({ error, attributes = [] }) => error !== undefined || damaged(attributes));

/** Undefined of a message that is not whole. */
export function candidate(found: FoundMessage): Candidate | undefined {
  const [meaning] = meanings(route, fromHex(found.hex), found.byteOrder);
  if (meaning === undefined || meaning.error !== undefined || damaged(meaning.attributes ?? [])) return undefined;
  const { name = `#${meaning.type}`, struct, attributes = [] } = meaning;
  const shows = new Set([name, ...shownBy(attributes, struct ?? name)]);
  const size = found.hex.length + JSON.stringify(meaning).length;
  return { ...found, meaning, shows: new Set([...shows].map((one) => `${found.byteOrder}: ${one}`)), size };
}

/** In the order in which they were found. */
export function select(candidates: readonly Candidate[]): Candidate[] {
  const open = new Map<Candidate, string[]>(candidates.map((one) => [one, [...one.shows]]));
  const covered = new Set<string>();
  const chosen = new Set<Candidate>();
  for (;;) {
    let best: Candidate | undefined;
    let most = 0;
    for (const [one, shows] of open) {
      const left = shows.filter((shown) => !covered.has(shown));
      if (left.length === 0) {
        open.delete(one);
        continue;
      }
      open.set(one, left);
      const worth = left.length / one.size;
      if (worth > most) [best, most] = [one, worth];
    }
    if (best === undefined) break;
    chosen.add(best);
    for (const shown of best.shows) covered.add(shown);
    open.delete(best);
  }
  return pruned(candidates.filter((one) => chosen.has(one)));
}

/** Without those that others make superfluous, the largest first. */
function pruned(chosen: readonly Candidate[]): Candidate[] {
  const times = new Map<string, number>();
  for (const { shows } of chosen) for (const shown of shows) times.set(shown, (times.get(shown) ?? 0) + 1);
  const out = new Set(chosen);
  for (const one of [...chosen].sort((a, b) => b.size - a.size)) {
    if ([...one.shows].some((shown) => times.get(shown) === 1)) continue;
    out.delete(one);
    for (const shown of one.shows) times.set(shown, (times.get(shown) ?? 0) - 1);
  }
  return [...out];
}
