// The words after `type can`. iproute2: ip/iplink_can.c: can_parse_opt().

import { AttributeList } from '../attribute-list.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import { invalidWord, matches, UsageError, type Words, wholeNumber } from '../words.js';
import { type Can, canData, canModes } from './can-data.js';
import { showCan, showCanCounters } from './can-show.js';
import { notAnOption } from './option-words.js';

const canUsage = `Usage: ip link set DEVICE type can
\t[ bitrate BITRATE [ sample-point SAMPLE-POINT] ] |
\t[ tq TQ prop-seg PROP_SEG phase-seg1 PHASE-SEG1
 \t  phase-seg2 PHASE-SEG2 [ sjw SJW ] ]

\t[ dbitrate BITRATE [ dsample-point SAMPLE-POINT] ] |
\t[ dtq TQ dprop-seg PROP_SEG dphase-seg1 PHASE-SEG1
 \t  dphase-seg2 PHASE-SEG2 [ dsjw SJW ] ]
\t[ tdcv TDCV tdco TDCO tdcf TDCF ]

\t[ loopback { on | off } ]
\t[ listen-only { on | off } ]
\t[ triple-sampling { on | off } ]
\t[ one-shot { on | off } ]
\t[ berr-reporting { on | off } ]
\t[ fd { on | off } ]
\t[ fd-non-iso { on | off } ]
\t[ presume-ack { on | off } ]
\t[ cc-len8-dlc { on | off } ]
\t[ tdc-mode { auto | manual | off } ]

\t[ restart-ms TIME-MS ]
\t[ restart ]

\t[ termination { 0..65535 } ]

\tWhere: BITRATE\t:= { NUMBER in bps }
\t\t  SAMPLE-POINT\t:= { 0.000..0.999 }
\t\t  TQ\t\t:= { NUMBER in ns }
\t\t  PROP-SEG\t:= { NUMBER in tq }
\t\t  PHASE-SEG1\t:= { NUMBER in tq }
\t\t  PHASE-SEG2\t:= { NUMBER in tq }
\t\t  SJW\t\t:= { NUMBER in tq }
\t\t  TDCV\t\t:= { NUMBER in tc }
\t\t  TDCO\t\t:= { NUMBER in tc }
\t\t  TDCF\t\t:= { NUMBER in tc }
\t\t  RESTART-MS\t:= { 0 | NUMBER in ms }
`;

type Timing = { -readonly [K in keyof NonNullable<Can['bittiming']>]?: NonNullable<Can['bittiming']>[K] };

/** What is collected and goes out behind the rest. */
interface Collected {
  readonly data: AttributeList<Can>;
  readonly nominal: Timing;
  readonly fast: Timing;
  readonly tdc: { tdcv?: number; tdco?: number; tdcf?: number };
  mode: { flags: number; mask: number };
}

type Read = (collected: Collected, words: Words) => void;

const unsigned = (name: string, word: string, max = 0xffffffff): number => wholeNumber(word, `invalid "${name}" value\n`, max);

/** An option of `bittiming`, or with a `d` before it of `dataBittiming`. */
const timing =
  (which: 'nominal' | 'fast', name: string, key: 'bitrate' | 'tq' | 'propSeg' | 'phaseSeg1' | 'phaseSeg2' | 'sjw'): Read =>
  (collected, words) => {
    collected[which][key] = unsigned(name, words.next());
  };

const samplePoint =
  (which: 'nominal' | 'fast', name: string): Read =>
  (collected, words) => {
    const word = words.next();
    const value = float(word);
    if (value === undefined) throw invalidWord(`invalid "${name}" value\n`, word);
    collected[which].samplePoint = Math.trunc(Math.fround(Math.fround(value) * 1000)) >>> 0;
  };

/** strtof(3), but for `inf`, `nan` and hexadecimal fractions. */
function float(word: string): number | undefined {
  return /^\s*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|0[xX][0-9a-fA-F]+)$/.test(word) ? Number(word) : undefined;
}

/** 0xffffffff is iproute2's own mark for none told. */
const compensation =
  (key: 'tdcv' | 'tdco' | 'tdcf'): Read =>
  ({ tdc }, words) => {
    const value = unsigned(key, words.next());
    delete tdc[key];
    if (value !== 0xffffffff) tdc[key] = value;
  };

const mode =
  (name: string, bit: number): Read =>
  (collected, words) => {
    const word = words.next();
    if (word !== 'on' && word !== 'off') throw new UsageError(`Error: argument of "${name}" must be "on" or "off", not "${word}"\n`);
    const { flags, mask } = collected.mode;
    // As in iproute2, `off` does not take back an `on` before it.
    collected.mode = { flags: word === 'on' ? flags | bit : flags, mask: mask | bit };
  };

const tdcMode: Read = (collected, words) => {
  const word = words.next();
  const { tdcAuto, tdcManual } = canModes;
  const { flags, mask } = collected.mode;
  if (word === 'auto') collected.mode = { flags: flags | tdcAuto, mask: mask | tdcAuto };
  else if (word === 'manual') collected.mode = { flags: flags | tdcManual, mask: mask | tdcManual };
  else if (word === 'off') collected.mode = { flags, mask: mask | tdcAuto | tdcManual };
  else throw new UsageError(`Error: argument of "tdc-mode" must be "auto", "manual" or "off", not "${word}"\n`);
};

/** In the order tried: the first that a word begins is meant. */
const OPTIONS: readonly (readonly [name: string, read: Read])[] = [
  ['bitrate', timing('nominal', 'bitrate', 'bitrate')],
  ['sample-point', samplePoint('nominal', 'sample-point')],
  ['tq', timing('nominal', 'tq', 'tq')],
  ['prop-seg', timing('nominal', 'prop-seg', 'propSeg')],
  ['phase-seg1', timing('nominal', 'phase-seg1', 'phaseSeg1')],
  ['phase-seg2', timing('nominal', 'phase-seg2', 'phaseSeg2')],
  ['sjw', timing('nominal', 'sjw', 'sjw')],
  ['dbitrate', timing('fast', 'dbitrate', 'bitrate')],
  ['dsample-point', samplePoint('fast', 'dsample-point')],
  ['dtq', timing('fast', 'dtq', 'tq')],
  ['dprop-seg', timing('fast', 'dprop-seg', 'propSeg')],
  ['dphase-seg1', timing('fast', 'dphase-seg1', 'phaseSeg1')],
  ['dphase-seg2', timing('fast', 'dphase-seg2', 'phaseSeg2')],
  ['dsjw', timing('fast', 'dsjw', 'sjw')],
  ['tdcv', compensation('tdcv')],
  ['tdco', compensation('tdco')],
  ['tdcf', compensation('tdcf')],
  ['loopback', mode('loopback', canModes.loopback)],
  ['listen-only', mode('listen-only', canModes.listenOnly)],
  ['triple-sampling', mode('triple-sampling', canModes.tripleSampling)],
  ['one-shot', mode('one-shot', canModes.oneShot)],
  ['berr-reporting', mode('berr-reporting', canModes.berrReporting)],
  ['fd', mode('fd', canModes.fd)],
  ['fd-non-iso', mode('fd-non-iso', canModes.fdNonIso)],
  ['presume-ack', mode('presume-ack', canModes.presumeAck)],
  ['cc-len8-dlc', mode('cc-len8-dlc', canModes.ccLen8Dlc)],
  ['tdc-mode', tdcMode],
  ['restart', ({ data }) => data.add('restart', 1)],
  ['restart-ms', ({ data }, words) => data.add('restartMs', unsigned('restart-ms', words.next()))],
  ['termination', ({ data }, words) => data.add('termination', unsigned('termination', words.next(), 0xffff))],
];

/** What can be told once more goes out as typed; timings, modes and delays behind it, each once. */
async function canWords(words: Words, { littleEndian }: KindContext): Promise<Can | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Can>(canData.schema, () => littleEndian);
  const collected: Collected = { data, nominal: {}, fast: {}, tdc: {}, mode: { flags: 0, mask: 0 } };
  while (words.left > 0) {
    const word = words.next();
    const found = OPTIONS.find(([name]) => matches(word, name));
    if (found === undefined) throw notAnOption(word, `can: unknown option "${word}"\n`, canUsage);
    found[1](collected, words);
  }
  const { nominal, fast, mode: modes, tdc } = collected;
  if (nominal.bitrate || nominal.tq) data.add('bittiming', nominal as NonNullable<Can['bittiming']>);
  if (fast.bitrate || fast.tq) data.add('dataBittiming', fast as NonNullable<Can['bittiming']>);
  if (modes.mask !== 0) data.add('ctrlmode', modes);
  const { tdcv, tdco, tdcf } = tdc;
  if (Object.keys(tdc).length > 0) data.add('tdc', { ...(tdcv !== undefined && { tdcv }), ...(tdco !== undefined && { tdco }), ...(tdcf !== undefined && { tdcf }) });
  return data.object();
}

/** What the command reads and prints. */
export const canCommand = { show: showCan, showInfoXstats: showCanCounters, words: canWords, usage: canUsage } satisfies KindCommand<Can>;
