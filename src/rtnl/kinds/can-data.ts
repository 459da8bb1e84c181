// IFLA_INFO_DATA and IFLA_INFO_XSTATS of a CAN controller. include/uapi/linux/can/netlink.h; drivers/net/can/dev/netlink.c:
// can_policy, can_fill_info().

import { u32Array } from '../../netlink/array.js';
import { attributes, flaggedAttributes } from '../../netlink/attributes.js';
import { bytes, u16, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { __u8s, __u16, __u32, struct } from '../../netlink/struct.js';
import { u16List } from './u16-list.js';

/** Either a bit rate, for which the kernel computes the rest, or the segments of a bit by hand. */
export const can_bittiming = struct('can_bittiming', {
  /** Bits a second. */
  bitrate: __u32,
  /** Where in a bit it is sampled, in thousandths. */
  samplePoint: __u32,
  /** Time quantum, in nanoseconds. */
  tq: __u32,
  /** Propagation segment, in time quanta. */
  propSeg: __u32,
  /** In time quanta. */
  phaseSeg1: __u32,
  /** In time quanta. */
  phaseSeg2: __u32,
  /** Synchronisation jump width, in time quanta. */
  sjw: __u32,
  /** Read-only: the prescaler. */
  brp: __u32,
});

/** What the controller can do. */
export const can_bittiming_const = struct('can_bittiming_const', {
  /** Name of the hardware, with NUL. */
  name: __u8s(16),
  tseg1Min: __u32,
  tseg1Max: __u32,
  tseg2Min: __u32,
  tseg2Max: __u32,
  sjwMax: __u32,
  brpMin: __u32,
  brpMax: __u32,
  brpInc: __u32,
});

/** Hertz. */
const can_clock = struct('can_clock', { freq: __u32 });
const can_berr_counter = struct('can_berr_counter', { txerr: __u16, rxerr: __u16 });
/** Bits of CAN_CTRLMODE_*, and in a request which of them count. */
const can_ctrlmode = struct('can_ctrlmode', { mask: __u32, flags: __u32 });
/** How often each happened. */
export const can_device_stats = struct('can_device_stats', { busError: __u32, errorWarning: __u32, errorPassive: __u32, busOff: __u32, arbitrationLost: __u32, restarts: __u32 });

/** CAN_CTRLMODE_*, as options are named, in the order `ip` shows them. */
export const canModes = {
  loopback: 0x1,
  listenOnly: 0x2,
  tripleSampling: 0x4,
  oneShot: 0x8,
  berrReporting: 0x10,
  fd: 0x20,
  fdNonIso: 0x80,
  presumeAck: 0x40,
  ccLen8Dlc: 0x100,
  tdcAuto: 0x200,
  tdcManual: 0x400,
} as const;

/** CAN_STATE_*. */
const canState = enumeration(u32, { 'error-active': 0, 'error-warning': 1, 'error-passive': 2, 'bus-off': 3, stopped: 4, sleeping: 5 });

/** Transmitter delay compensation, in periods of the clock. */
const tdc = flaggedAttributes(() => ({
  tdcvMin: ['IFLA_CAN_TDC_TDCV_MIN', 1, u32],
  tdcvMax: ['IFLA_CAN_TDC_TDCV_MAX', 2, u32],
  tdcoMin: ['IFLA_CAN_TDC_TDCO_MIN', 3, u32],
  tdcoMax: ['IFLA_CAN_TDC_TDCO_MAX', 4, u32],
  tdcfMin: ['IFLA_CAN_TDC_TDCF_MIN', 5, u32],
  tdcfMax: ['IFLA_CAN_TDC_TDCF_MAX', 6, u32],
  /** The delay that was measured, or is set by hand. */
  tdcv: ['IFLA_CAN_TDC_TDCV', 7, u32],
  /** What is added to it. */
  tdco: ['IFLA_CAN_TDC_TDCO', 8, u32],
  /** Delays from which on it is compensated. */
  tdcf: ['IFLA_CAN_TDC_TDCF', 9, u32],
}));

const ctrlmodeExt = flaggedAttributes(() => ({ supported: ['IFLA_CAN_CTRLMODE_SUPPORTED', 1, u32] }));

/** What is not marked read-only can be set, most of it only while the link is down. */
export const canData = attributes(() => ({
  bittiming: ['IFLA_CAN_BITTIMING', 1, can_bittiming],
  /** Read-only. */
  bittimingConst: ['IFLA_CAN_BITTIMING_CONST', 2, can_bittiming_const],
  /** Read-only. */
  clock: ['IFLA_CAN_CLOCK', 3, can_clock],
  /** Read-only. */
  state: ['IFLA_CAN_STATE', 4, canState],
  ctrlmode: ['IFLA_CAN_CTRLMODE', 5, can_ctrlmode],
  /** Milliseconds after which a controller that went off the bus starts again; 0 never. */
  restartMs: ['IFLA_CAN_RESTART_MS', 6, u32],
  /** In requests only: start again now. */
  restart: ['IFLA_CAN_RESTART', 7, u32],
  /** Read-only. */
  berrCounter: ['IFLA_CAN_BERR_COUNTER', 8, can_berr_counter],
  dataBittiming: ['IFLA_CAN_DATA_BITTIMING', 9, can_bittiming],
  /** Read-only. */
  dataBittimingConst: ['IFLA_CAN_DATA_BITTIMING_CONST', 10, can_bittiming_const],
  /** Ohms; 0 is none. */
  termination: ['IFLA_CAN_TERMINATION', 11, u16],
  /** Read-only: what `termination` can be. */
  terminationConst: ['IFLA_CAN_TERMINATION_CONST', 12, u16List],
  /** Read-only: what the bit rate can be, where it is one of a few. */
  bitrateConst: ['IFLA_CAN_BITRATE_CONST', 13, u32Array],
  /** Read-only. */
  dataBitrateConst: ['IFLA_CAN_DATA_BITRATE_CONST', 14, u32Array],
  /** Read-only. */
  bitrateMax: ['IFLA_CAN_BITRATE_MAX', 15, u32],
  tdc: ['IFLA_CAN_TDC', 16, tdc],
  /** Read-only. */
  ctrlmodeExt: ['IFLA_CAN_CTRLMODE_EXT', 17, ctrlmodeExt],
  /** CAN XL: since Linux 6.19. */
  xlDataBittiming: ['IFLA_CAN_XL_DATA_BITTIMING', 18, can_bittiming],
  /** Read-only. */
  xlDataBittimingConst: ['IFLA_CAN_XL_DATA_BITTIMING_CONST', 19, can_bittiming_const],
  /** Read-only. */
  xlDataBitrateConst: ['IFLA_CAN_XL_DATA_BITRATE_CONST', 20, u32Array],
  xlTdc: ['IFLA_CAN_XL_TDC', 21, tdc],
  xlPwm: ['IFLA_CAN_XL_PWM', 22, bytes],
}));

export type Can = Value<typeof canData>;
