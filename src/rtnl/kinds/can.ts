// can: a CAN controller. It belongs to a device and can be changed, not made. drivers/net/can/dev/netlink.c: can_changelink().

import { numberOf } from '../expect.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans, expectOptions } from './attribute-options.js';
import { type Can, can_device_stats, canData, canModes } from './can-data.js';

/** Timing of a bit: a rate, or `tq` and segments; what is left out is 0, for the kernel to compute. */
export type CanTiming = Readonly<Partial<Omit<NonNullable<Can['bittiming']>, 'tail'>>>;

/** Modes that are on or off, CAN_CTRLMODE_*: those not told stay as they are. */
export type CanModes = { readonly [K in Exclude<keyof typeof canModes, 'tdcAuto' | 'tdcManual'>]?: boolean };

/** Most of it only while the link is down. */
export interface CanChange extends CanModes {
  readonly bittiming?: CanTiming;
  /** Of the data phase of CAN FD. */
  readonly dataBittiming?: CanTiming;
  /** Whether the transmitter's delay is compensated by measuring, by `tdc`, or not at all. */
  readonly tdcMode?: 'auto' | 'manual' | 'off';
  /** In periods of the clock. */
  readonly tdc?: { readonly tdcv?: number; readonly tdco?: number; readonly tdcf?: number };
  /** Milliseconds after which a controller that went off the bus starts again; 0 never. */
  readonly restartMs?: number;
  /** Start again now. */
  readonly restart?: true;
  /** Ohms; 0 is none. */
  readonly termination?: number;
}

const OTHERS = ['bittiming', 'dataBittiming', 'tdcMode', 'tdc', 'restartMs', 'restart', 'termination'];

/** iproute2's order: what stands for itself, then timings, modes and delays. */
function change(options: CanChange): Can | undefined {
  expectOptions('can', options, [...OTHERS, ...Object.keys(canModes).filter((key) => !key.startsWith('tdc'))]);
  expectBooleans(options, ['restart', ...Object.keys(canModes)]);
  const { bittiming, dataBittiming, tdcMode, tdc, restartMs, restart, termination } = options;
  const data: Can = {};
  if (restart === true) data.restart = 1;
  if (restartMs !== undefined) data.restartMs = restartMs;
  if (termination !== undefined) data.termination = termination;
  if (bittiming !== undefined) data.bittiming = bittiming as NonNullable<Can['bittiming']>;
  if (dataBittiming !== undefined) data.dataBittiming = dataBittiming as NonNullable<Can['bittiming']>;
  const ctrlmode = modes(options, tdcMode);
  if (ctrlmode.mask !== 0) data.ctrlmode = ctrlmode;
  if (tdc !== undefined) data.tdc = tdc;
  return Object.keys(data).length === 0 ? undefined : data;
}

function modes(options: CanModes, tdcMode: CanChange['tdcMode']): { flags: number; mask: number } {
  const { tdcAuto, tdcManual, ...plain } = canModes;
  let mask: number = tdcMode === undefined ? 0 : numberOf({ auto: tdcAuto, manual: tdcManual, off: tdcAuto | tdcManual }, tdcMode, 'tdcMode');
  let flags = tdcMode === 'off' ? 0 : mask;
  for (const [key, bit] of Object.entries(plain)) {
    const on = options[key as keyof CanModes];
    if (on === undefined) continue;
    mask |= bit;
    if (on) flags |= bit;
  }
  return { flags, mask };
}

export const canKind = {
  data: canData,
  infoXstats: can_device_stats,
  change,
} satisfies LinkKind<Can, never, never, CanChange>;
