// `stats show` and `stats set`: counters of links in suites. iproute2: ip/ipstats.c: do_ipstats().

import { EINVAL } from '../../netlink/errno-numbers.js';
import { KernelError } from '../../netlink/errors.js';
import { BadCounters, shownOrder, showStatsSuite } from '../../rtnl/show/stats-suites.js';
import { type AnyLinkStats, setL3StatsRequest } from '../../rtnl/stats.js';
import { type StatsSuite, statsSuites, suitesRequest } from '../../rtnl/stats-suites.js';
import { garbageWord, invalidWord, parseOnOff, UsageError, type Words } from '../../rtnl/words.js';
import { isAlternativeName } from '../link-cache.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { LEVELS, Selection } from './selection.js';
import { statsUsage } from './usage.js';

/** Resolves to the exit code. Throws UsageError. */
export async function stats(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showStats(words, session);
  const word = words.next();
  if (word === 'help') throw help(session);
  if (word === 'set') return setStats(words, session);
  if (word !== 'show') throw new UsageError(`Command "${word}" is unknown, try "ip stats help".\n`, 1);
  // `show` is one -s by itself, and each -d one more; where the command was left out it is none.
  session.options.statistics += session.options.details + 1;
  return showStats(words, session);
}

const help = ({ kinds }: Session): UsageError => new UsageError(statsUsage(statsSuites(kinds)), 0);

/** A name behind `dev`. Throws UsageError. */
function readDevice(words: Words, before: string | undefined): string {
  const dev = words.next();
  if (before !== undefined) throw garbageWord('dev', dev);
  // Names may be longer here than those of links are.
  if (!isAlternativeName(dev) || Buffer.byteLength(dev) > 15) throw invalidWord('"dev" not a valid ifname', dev);
  return dev;
}

const noDevice = (dev: string): UsageError => new UsageError(`Cannot find device "${dev}"\n`, 1);

const unknownWord = (word: string, { kinds }: Session): UsageError => new UsageError(`What is "${word}"?\n${statsUsage(statsSuites(kinds))}`, EINVAL);

async function showStats(words: Words, session: Session): Promise<number> {
  const selection = new Selection(statsSuites(session.kinds));
  let dev: string | undefined;
  while (words.left > 0) {
    const word = words.next();
    const level = LEVELS.indexOf(word as (typeof LEVELS)[number]);
    if (word === 'dev') dev = readDevice(words, dev);
    else if (word === 'help') throw help(session);
    else if (level >= 0) selection.select(level, words.next());
    else throw unknownWord(word, session);
  }
  const suites = selection.finish();
  const index = dev === undefined ? 0 : await session.names.indexOf(dev);
  if (dev !== undefined && index === 0) throw noDevice(dev);
  const request = suitesRequest(suites, index);
  const answer = index === 0 ? await session.kernel.list(request) : await session.kernel.ask(request);
  if (answer instanceof KernelError) {
    if (index === 0) session.io.stderr('Dump terminated\n');
    await show(session, () => undefined);
    return 2;
  }
  const messages = Array.isArray(answer) ? answer : [answer];
  const told = messages.flatMap((message) => (message.name === 'RTM_NEWSTATS' ? [message.body] : []));
  return showAll(told, suites, index === 0, session);
}

async function showAll(told: readonly AnyLinkStats[], suites: readonly StatsSuite[], dump: boolean, session: Session): Promise<number> {
  const { kinds, io, littleEndian } = session;
  const order = shownOrder(suites, littleEndian);
  let bad: BadCounters | undefined;
  await show(session, (out, names) => {
    try {
      for (const one of told) {
        for (const suite of order) showStatsSuite(out, one, suite, kinds, names);
        if (dump) out.text(out.newline);
      }
    } catch (error) {
      if (!(error instanceof BadCounters)) throw error;
      bad = error;
    }
  });
  if (bad === undefined) return 0;
  io.stderr(bad.message);
  if (dump) io.stderr('Dump terminated\n');
  return dump || bad.message === '' ? 2 : EINVAL;
}

async function setStats(words: Words, session: Session): Promise<number> {
  let dev: string | undefined;
  let on: boolean | undefined;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'dev') dev = readDevice(words, dev);
    else if (word === 'l3_stats') on = readOnOff(words, on);
    else if (word === 'help') throw help(session);
    else throw unknownWord(word, session);
  }
  if (dev === undefined) throw new UsageError('Not enough information: "dev" argument is required.\n');
  if (on === undefined) throw new UsageError('Not enough information: stat type to toggle is required.\n');
  const index = await session.names.indexOf(dev);
  if (index === 0) throw noDevice(dev);
  const replies = await session.kernel.change(setL3StatsRequest(index, on));
  return replies instanceof KernelError ? 2 : 0;
}

function readOnOff(words: Words, before: boolean | undefined): boolean {
  const word = words.next();
  if (before !== undefined) throw new UsageError('A statistics suite to toggle was already given.\n', EINVAL);
  return parseOnOff('l3_stats', word, EINVAL);
}
