// A CAN controller as `ip -d link` shows it, and with -s what it counted. iproute2: ip/iplink_can.c: can_print_opt(), can_print_xstats().

import type { Numbers } from '../../netlink/array.js';
import type { Value } from '../../netlink/codec.js';
import type { Printer } from '../show/printer.js';
import { type Can, type can_bittiming, type can_bittiming_const, type can_device_stats, canModes } from './can-data.js';

type Timing = Partial<Value<typeof can_bittiming>>;
type Limits = Partial<Value<typeof can_bittiming_const>>;
type Tdc = NonNullable<Can['tdc']>;

/** The words of {@link canModes}. */
const MODES = ['LOOPBACK', 'LISTEN-ONLY', 'TRIPLE-SAMPLING', 'ONE-SHOT', 'BERR-REPORTING', 'FD', 'FD-NON-ISO', 'PRESUME-ACK', 'CC-LEN8-DLC', 'TDC-AUTO', 'TDC-MANUAL'];

export function showCan(out: Printer, data: Can): void {
  if (data.ctrlmode !== undefined) showModes(out, data.ctrlmode.flags, data.ctrlmodeExt?.supported);
  if (data.state !== undefined) {
    const name = typeof data.state === 'string' ? data.state.toUpperCase() : 'UNKNOWN';
    out.both('state', name, `state ${name} `);
  }
  if (data.berrCounter !== undefined) {
    const { txerr, rxerr } = data.berrCounter;
    out.openObject('berr_counter');
    out.both('tx', txerr, `(berr-counter tx ${txerr}`);
    out.both('rx', rxerr, ` rx ${rxerr}) `);
    out.closeObject();
  }
  if (data.restartMs !== undefined) out.both('restart_ms', data.restartMs, `restart-ms ${data.restartMs} `);
  const { bitrateConst, dataBitrateConst } = data;
  // Timings are without meaning where the rate is one of a few.
  if (data.bittiming !== undefined && bitrateConst === undefined) showTiming(out, 'bittiming', '', data.bittiming);
  if (data.bittimingConst !== undefined && bitrateConst === undefined) showLimits(out, 'bittiming_const', '', data.bittimingConst);
  if (bitrateConst !== undefined) showRates(out, '', data.bittiming?.bitrate ?? 0, bitrateConst);
  if (data.dataBittiming !== undefined && dataBitrateConst === undefined) showTiming(out, 'data_bittiming', 'd', data.dataBittiming, data.tdc);
  if (data.dataBittimingConst !== undefined && dataBitrateConst === undefined) showLimits(out, 'data_bittiming_const', 'd', data.dataBittimingConst, data.tdc);
  if (dataBitrateConst !== undefined) showRates(out, 'd', data.dataBittiming?.bitrate ?? 0, dataBitrateConst);
  if (data.terminationConst !== undefined && data.termination !== undefined) {
    indent(out);
    out.both('termination', data.termination, ` termination ${data.termination} [ `);
    out.openArray('termination_const');
    out.text(`${data.terminationConst.join(', ')} ]`);
    for (const ohms of data.terminationConst) out.member(undefined, ohms);
    out.closeArray();
  }
  if (data.clock !== undefined) {
    indent(out);
    out.both('clock', data.clock.freq, ` clock ${data.clock.freq} `);
  }
}

function indent(out: Printer): void {
  out.text(`${out.newline}\t `);
}

function modeNames(flags: number): string[] {
  const bits = Object.values(canModes);
  const names = MODES.filter((_, i) => (flags & (bits[i] as number)) !== 0);
  const rest = bits.reduce((left, bit) => left & ~bit, flags) >>> 0;
  return rest === 0 ? names : [...names, rest.toString(16)];
}

function showModes(out: Printer, flags: number, supported: number | undefined): void {
  if (flags !== 0) out.both('ctrlmode', modeNames(flags), `<${modeNames(flags).join(',')}> `);
  if (supported === undefined) return;
  const fixed = flags & ~supported;
  if (supported !== 0) out.member('ctrlmode_supported', modeNames(supported));
  if (fixed !== 0) out.member('ctrlmode_static', modeNames(fixed));
}

/** `prefix` is `d` for the data phase of CAN FD. */
function showTiming(out: Printer, key: string, prefix: string, timing: Timing, tdc?: Tdc): void {
  const { bitrate = 0, samplePoint = 0, tq = 0, propSeg = 0, phaseSeg1 = 0, phaseSeg2 = 0, sjw = 0, brp = 0 } = timing;
  const number = (json: string, word: string, value: number) => out.both(json, value, ` ${prefix}${word} ${value}`);
  // iproute2's buffer has room for five characters.
  const point = (samplePoint / 1000).toFixed(3).slice(0, 5);
  out.openObject(key);
  indent(out);
  number('bitrate', 'bitrate', bitrate);
  out.both('sample_point', point, ` ${prefix}sample-point ${point}`);
  indent(out);
  number('tq', 'tq', tq);
  number('prop_seg', 'prop-seg', propSeg);
  number('phase_seg1', 'phase-seg1', phaseSeg1);
  number('phase_seg2', 'phase-seg2', phaseSeg2);
  number('sjw', 'sjw', sjw);
  number('brp', 'brp', brp);
  if (tdc !== undefined) showTdc(out, tdc);
  out.closeObject();
}

function showTdc(out: Printer, tdc: Tdc): void {
  const told = (['tdcv', 'tdco', 'tdcf'] as const).filter((key) => tdc[key] !== undefined);
  if (told.length === 0) return;
  out.openObject('tdc');
  indent(out);
  for (const key of told) out.both(key, tdc[key] as number, ` ${key} ${tdc[key]}`);
  out.closeObject();
}

function showLimits(out: Printer, key: string, prefix: string, limits: Limits, tdc?: Tdc): void {
  const { name = new Uint8Array(), tseg1Min = 0, tseg1Max = 0, tseg2Min = 0, tseg2Max = 0, sjwMax = 0, brpMin = 0, brpMax = 0, brpInc = 0 } = limits;
  const text = new TextDecoder().decode(name).replace(/\0.*$/s, '');
  out.openObject(key);
  indent(out);
  out.both('name', text, ` ${text}:`);
  showRange(out, 'tseg1', ` ${prefix}tseg1`, tseg1Min, tseg1Max);
  showRange(out, 'tseg2', ` ${prefix}tseg2`, tseg2Min, tseg2Max);
  showRange(out, 'sjw', ` ${prefix}sjw`, 1, sjwMax);
  showRange(out, 'brp', ` ${prefix}brp`, brpMin, brpMax);
  out.both('brp_inc', brpInc, ` ${prefix}brp_inc ${brpInc}`);
  if (tdc !== undefined) showTdcLimits(out, tdc);
  out.closeObject();
}

function showTdcLimits(out: Printer, tdc: Tdc): void {
  out.openObject('tdc');
  indent(out);
  for (const key of ['tdcv', 'tdco', 'tdcf'] as const) {
    const [min, max] = [tdc[`${key}Min`], tdc[`${key}Max`]];
    if (min !== undefined && max !== undefined) showRange(out, key, ` ${key}`, min, max);
  }
  out.closeObject();
}

function showRange(out: Printer, key: string, word: string, min: number, max: number): void {
  out.text(word);
  out.openObject(key);
  out.both('min', min, ` ${min | 0}`);
  out.both('max', max, `..${max | 0}`);
  out.closeObject();
}

/** Six to a line. */
function showRates(out: Printer, prefix: 'd' | '', rate: number, rates: Numbers<Uint32Array>): void {
  const data = prefix === 'd' ? 'data_' : '';
  indent(out);
  out.both(`${data}bittiming_bitrate`, rate, ` ${prefix}bitrate ${rate}`);
  indent(out);
  out.openArray(`${data}bitrate_const`);
  out.text('    [');
  for (const [i, one] of rates.entries()) {
    if (i > 0 && i % 6 === 0) {
      indent(out);
      out.text('     ');
    }
    out.both(undefined, one, `${String(one).padStart(8)}${i < rates.length - 1 ? ', ' : ''}`);
  }
  out.text(' ]');
  out.closeArray();
}

/** Nothing for counters of another length than 6.1 knows. */
export function showCanCounters(out: Printer, counters: Value<typeof can_device_stats>): void {
  if (counters.tail !== undefined) return;
  indent(out);
  out.text(' re-started bus-errors arbit-lost error-warn error-pass bus-off');
  indent(out);
  for (const [key, value] of [
    ['restarts', counters.restarts],
    ['bus_error', counters.busError],
    ['arbitration_lost', counters.arbitrationLost],
    ['error_warning', counters.errorWarning],
    ['error_passive', counters.errorPassive],
    ['bus_off', counters.busOff],
  ] as const) {
    out.both(key, value, ` ${String(value).padEnd(10)}`);
  }
}
