// gtp: the GPRS tunnelling protocol of mobile networks. include/uapi/linux/if_link.h: IFLA_GTP_*; drivers/net/gtp.c: gtp_policy,
// gtp_fill_info().

import { ipv4, ipv6 } from '../../netlink/address.js';
import { attributes } from '../../netlink/attributes.js';
import { u8, u32, type Value } from '../../netlink/codec.js';
import { enumeration } from '../../netlink/enumeration.js';
import { EncodeError } from '../../netlink/errors.js';
import { told } from '../../netlink/expect.js';
import type { LinkKind } from '../kind.js';
import { expectOptions } from './attribute-options.js';
import { addressOf, integerOption } from './tunnel-options.js';

const gtpRole = enumeration(u32, { ggsn: 0, sgsn: 1 });

export const gtpData = attributes(() => ({
  /** Descriptor of a UDP socket for version 0; in requests only. */
  fd0: ['IFLA_GTP_FD0', 1, u32],
  /** The same for version 1. */
  fd1: ['IFLA_GTP_FD1', 2, u32],
  /** Buckets of the table of contexts. */
  pdpHashsize: ['IFLA_GTP_PDP_HASHSIZE', 3, u32],
  role: ['IFLA_GTP_ROLE', 4, gtpRole],
  /** 1: the kernel opens the sockets itself. Linux 5.18. */
  createSockets: ['IFLA_GTP_CREATE_SOCKETS', 5, u8],
  /** Told in echo replies. */
  restartCount: ['IFLA_GTP_RESTART_COUNT', 6, u8],
  /** Address of the sockets that the kernel opens. Linux 6.11. */
  local: ['IFLA_GTP_LOCAL', 7, ipv4],
  local6: ['IFLA_GTP_LOCAL6', 8, ipv6],
}));

/** What IFLA_INFO_DATA of a gtp link holds. */
export type Gtp = Value<typeof gtpData>;

/** Options of a gtp link; none can be changed later. The kernel opens the sockets, unless they are told. */
export interface GtpAdd {
  /** Which end this is: the serving or the gateway node. */
  readonly role: 'sgsn' | 'ggsn';
  /** Buckets of the table of contexts, 1 to 131071; 1024 by default. */
  readonly hsize?: number;
  /** 0 to 255, told in echo replies. */
  readonly restartCount?: number;
  /** Address of the sockets that the kernel opens, IPv4 or IPv6; any by default. Linux 6.11. */
  readonly local?: string;
  /** Descriptors of UDP sockets for versions 0 and 1, instead of the kernel's own, which it opens since Linux 5.18 (`EINVAL` before that). */
  readonly sockets?: { readonly fd0?: number; readonly fd1?: number };
}

export const HASHSIZE = 1024;
export const HASHSIZE_MAX = 0x1ffff;

function add(options: GtpAdd): Gtp {
  expectOptions('gtp', options, ['role', 'hsize', 'restartCount', 'local', 'sockets']);
  const { role, hsize = HASHSIZE, restartCount, local, sockets } = options;
  if (role !== 'sgsn' && role !== 'ggsn') throw new EncodeError(`${told(role)} is none of sgsn, ggsn`);
  return {
    ...(sockets === undefined ? { createSockets: 1 } : sockets),
    role,
    ...(restartCount !== undefined && { restartCount: integerOption('restartCount', restartCount, 255) }),
    pdpHashsize: integerOption('hsize', hsize, HASHSIZE_MAX),
    ...(local !== undefined && localAttribute(local)),
  };
}

function localAttribute(local: string): Gtp {
  const { text, is6 } = addressOf(local);
  return is6 ? { local6: text } : { local: text };
}

/** GPRS tunnelling; its contexts are told by generic netlink. */
export const gtpKind = { data: gtpData, add } satisfies LinkKind<Gtp, never, GtpAdd, never>;
