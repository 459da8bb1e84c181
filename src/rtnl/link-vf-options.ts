// What an SR-IOV virtual function of a link may be told, in the words of `ip link set DEV vf NUM`, as IFLA_VF_INFO.
// iproute2: ip/iplink.c: iplink_parse_vf(); net/core/rtnetlink.c: do_setvfinfo().

import { parseLinkAddress } from '../netlink/address.js';
import type { Value } from '../netlink/codec.js';
import { EncodeError } from '../netlink/errors.js';
import { expectBoolean } from '../netlink/expect.js';
import { expectObject, numberOf } from './expect.js';
import type { vfInfo } from './link-vf.js';

type VfInfo = Value<typeof vfInfo>;

/** A VLAN that the virtual function's packets are put into. */
export interface VfVlan {
  /** 0 to 4094; 0 takes it away. */
  readonly vlan: number;
  /** 0 to 7. */
  readonly qos?: number;
  /** `802.1Q` by default. */
  readonly protocol?: '802.1Q' | '802.1ad';
}

/** One virtual function, and what is to be changed of it: sent in the order given. */
export interface VfOptions {
  /** Which one, from 0 on. */
  readonly vf: number;
  /** Link-layer address. */
  readonly mac?: string;
  readonly vlan?: VfVlan;
  /** Most it may send, Mbit/s; 0 is no limit. Replaced by `rates`. */
  readonly txRate?: number;
  /** Least and most it may send, Mbit/s; 0 is no limit. */
  readonly rates?: { readonly min: number; readonly max: number };
  /** Whether packets with other source addresses than its own are dropped. */
  readonly spoofCheck?: boolean;
  /** Whether its state follows the link's, or is always up or down. */
  readonly state?: 'auto' | 'enable' | 'disable';
  /** Whether it may ask for the receive hash of the link. */
  readonly queryRss?: boolean;
  /** Whether it may change its address and be promiscuous. */
  readonly trust?: boolean;
  /** InfiniBand: 8 bytes, `00:11:22:33:44:55:66:77`. */
  readonly nodeGuid?: string;
  /** InfiniBand: 8 bytes. */
  readonly portGuid?: string;
}

const PROTOCOLS = { '802.1Q': 0x8100, '802.1ad': 0x88a8 } as const;
const STATES = { auto: 0, enable: 1, disable: 2 } as const;

type Conversions = { readonly [K in Exclude<keyof VfOptions, 'vf'>]-?: (value: NonNullable<VfOptions[K]>, vf: number) => VfInfo };

const setting = (key: string, on: boolean, vf: number) => ({ vf, setting: expectBoolean(on, key) ? 1 : 0 });

function guid(text: string, vf: number) {
  const bytes = parseLinkAddress(text);
  if (bytes.length !== 8) throw new EncodeError(`'${text}' is no GUID, which is 8 bytes with colons between them`);
  return { vf, guid: new DataView(bytes.buffer).getBigUint64(0) };
}

const CONVERSIONS: Conversions = {
  mac(address, vf) {
    const mac = new Uint8Array(32);
    mac.set(parseLinkAddress(address).subarray(0, mac.length));
    return { mac: { vf, mac } };
  },
  // 802.1Q goes out the way that old kernels know, as from `ip`.
  vlan(options, vf) {
    expectObject(options, 'vlan of a virtual function');
    const { vlan, qos = 0, protocol = '802.1Q' } = options;
    const vlanProto = numberOf(PROTOCOLS, protocol, 'protocol');
    return protocol === '802.1Q' ? { vlan: { vf, vlan, qos } } : { vlanList: [{ vf, vlan, qos, vlanProto }] };
  },
  txRate: (rate, vf) => ({ txRate: { vf, rate } }),
  rates(rates, vf) {
    expectObject(rates, 'rates of a virtual function');
    return { rate: { vf, minTxRate: rates.min, maxTxRate: rates.max } };
  },
  spoofCheck: (on, vf) => ({ spoofchk: setting('spoofCheck', on, vf) }),
  state: (state, vf) => ({ linkState: { vf, linkState: numberOf(STATES, state, 'state of a virtual function') } }),
  queryRss: (on, vf) => ({ rssQueryEn: setting('queryRss', on, vf) }),
  trust: (on, vf) => ({ trust: setting('trust', on, vf) }),
  nodeGuid: (text, vf) => ({ ibNodeGuid: guid(text, vf) }),
  portGuid: (text, vf) => ({ ibPortGuid: guid(text, vf) }),
};

/** Throws EncodeError for what is no option of a virtual function. */
export function vfInfoOf(spec: VfOptions): VfInfo {
  expectObject(spec, 'virtual function');
  const { vf, ...options } = spec;
  const info: VfInfo = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (!Object.hasOwn(CONVERSIONS, key)) throw new EncodeError(`virtual functions have no option ${key}; known: vf, ${Object.keys(CONVERSIONS).join(', ')}`);
    Object.assign(info, (CONVERSIONS[key as keyof Conversions] as (value: unknown, vf: number) => VfInfo)(value, vf));
  }
  return info;
}
