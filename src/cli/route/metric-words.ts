// The words that say what a route tells of its way: `mtu lock 1400`, `rtt 20ms`. iproute2: ip/iproute.c: iproute_modify().

import { metricsAttributes, RTAX_FEATURE_ECN } from '../../rtnl/route-metrics.js';
import { invalidWord, matches, parseWhole } from '../../rtnl/words.js';
import type { RouteRequest } from './request.js';
import { timeOf } from './values.js';

type Key = Exclude<keyof typeof metricsAttributes.schema, 'lock' | 'unspec'>;

const bit = (key: Key): number => 1 << metricsAttributes.schema[key][1];

/** The word behind, past a `lock`. */
function value(request: RouteRequest, key: Key): string {
  const word = request.words.next();
  if (word !== 'lock') return word;
  request.lock |= bit(key);
  return request.words.next();
}

function number(word: string, why: string, max = 0xffffffff): number {
  const parsed = parseWhole(word);
  if (parsed === undefined || parsed < 0 || parsed > max) throw invalidWord(why, word);
  return parsed;
}

type Read = (request: RouteRequest) => void;

const readNumber =
  (key: Exclude<Key, 'ccAlgo'>, name: string, max?: number): Read =>
  (request) =>
    request.metrics.add(key, number(value(request, key), `"${name}" value is invalid\n`, max));

/** Without a unit it goes out as it is, in `scale` parts of a millisecond. */
const readTime =
  (key: 'rtt' | 'rttvar', scale: number): Read =>
  (request) => {
    const { value: time, raw } = timeOf(value(request, key), `"${key}" value is invalid\n`);
    request.metrics.add(key, raw ? time : (time * scale) >>> 0);
  };

/** A least retransmission time is always locked. */
const readRtoMin: Read = (request) => {
  const word = request.words.next();
  request.lock |= bit('rtoMin');
  request.metrics.add('rtoMin', timeOf(word, '"rto_min" value is invalid\n').value);
};

const readFeatures: Read = ({ words, metrics }) => {
  const word = words.next();
  if (word !== 'ecn') throw invalidWord('"features" value not valid\n', word);
  metrics.add('features', RTAX_FEATURE_ECN);
};

const readSwitch =
  (key: 'quickack' | 'fastopenNoCookie', name: string): Read =>
  ({ words, metrics }) => {
    const word = words.next();
    const told = number(word, `"${name}" value is invalid\n`);
    if (told > 1) throw invalidWord(`"${name}" value should be 0 or 1\n`, word);
    metrics.add(key, told);
  };

const whole =
  (name: string) =>
  (word: string): boolean =>
    word === name;
const short =
  (name: string) =>
  (word: string): boolean =>
    matches(word, name);

type Reader = readonly [is: (word: string) => boolean, read: Read];

/** In the order in which a word is looked for. */
export const METRIC_READERS: readonly Reader[] = [
  [whole('mtu'), readNumber('mtu', 'mtu')],
  [whole('hoplimit'), readNumber('hoplimit', 'hoplimit', 255)],
  [whole('advmss'), readNumber('advmss', 'mss')],
  [short('reordering'), readNumber('reordering', 'reordering')],
  [whole('rtt'), readTime('rtt', 8)],
  [whole('rto_min'), readRtoMin],
  [short('window'), readNumber('window', 'window')],
  [short('cwnd'), readNumber('cwnd', 'cwnd')],
  [short('initcwnd'), readNumber('initcwnd', 'initcwnd')],
  [short('initrwnd'), readNumber('initrwnd', 'initrwnd')],
  [short('features'), readFeatures],
  [short('quickack'), readSwitch('quickack', 'quickack')],
  [short('congctl'), (request) => request.metrics.add('ccAlgo', value(request, 'ccAlgo'))],
  [short('rttvar'), readTime('rttvar', 4)],
  [short('ssthresh'), readNumber('ssthresh', 'ssthresh')],
];

/** Looked for behind most others. */
export const FASTOPEN_READER: Reader = [short('fastopen_no_cookie'), readSwitch('fastopenNoCookie', 'fastopen_no_cookie')];
