// What few programs tell a link, and the attributes it becomes: the XDP program, why it is kept down, virtual functions.

import { EncodeError } from '../netlink/errors.js';
import { expectArray, expectBoolean } from '../netlink/expect.js';
import { expectObject, numberOf } from './expect.js';
import type { AnyLink } from './link.js';
import { type VfOptions, vfInfoOf } from './link-vf-options.js';

/** What is to be done with the XDP program of a link. include/uapi/linux/if_link.h: IFLA_XDP_*. */
export interface XdpOptions {
  /** Descriptor of a loaded program; -1 for none. */
  readonly fd: number;
  /** Where it runs; left out, where the driver can. */
  readonly mode?: 'generic' | 'drv' | 'offload';
  /** Put it in the place of another one. Without it there must be none, unless `expectedFd` is told. */
  readonly replace?: boolean;
  /** The program that must be there now, since Linux 5.7. */
  readonly expectedFd?: number;
}

/** XDP_FLAGS_*. */
const XDP_UPDATE_IF_NOEXIST = 1 << 0;
const XDP_REPLACE = 1 << 4;
const XDP_MODES = { generic: 1 << 1, drv: 1 << 2, offload: 1 << 3 } as const;

/** Throws EncodeError. */
export function xdpAttribute(options: XdpOptions): Partial<AnyLink> {
  expectObject(options, 'xdp');
  const { fd, mode, replace = false, expectedFd, ...others } = options;
  for (const key of Object.keys(others)) throw new EncodeError(`xdp has no option ${key}`);
  const flags =
    (expectBoolean(replace, 'replace') || expectedFd !== undefined ? 0 : XDP_UPDATE_IF_NOEXIST) |
    (mode === undefined ? 0 : numberOf(XDP_MODES, mode, 'mode')) |
    (expectedFd === undefined ? 0 : XDP_REPLACE);
  return { xdp: { fd, ...(flags !== 0 && { flags }), ...(expectedFd !== undefined && { expectedFd }) } };
}

/** Throws EncodeError. */
export function protoDownReason(reasons: Readonly<Record<number, boolean>>): Partial<AnyLink> {
  expectObject(reasons, 'protoDownReasons');
  let mask = 0;
  let value = 0;
  for (const [key, on] of Object.entries(reasons)) {
    const bit = Number(key);
    if (!Number.isInteger(bit) || bit < 0 || bit > 31) throw new EncodeError(`'${key}' is no reason, which is 0 to 31`);
    mask = (mask | (1 << bit)) >>> 0;
    if (expectBoolean(on, `reason ${key}`)) value = (value | (1 << bit)) >>> 0;
  }
  return { protoDownReason: { mask, value } };
}

/** Throws EncodeError. */
export function vfAttribute(vfs: readonly VfOptions[]): Partial<AnyLink> {
  expectArray(vfs, 'vfs');
  return { vfinfoList: vfs.map(vfInfoOf) };
}
