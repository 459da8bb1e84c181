// `vf NUM` and the words behind it: one virtual function of a link. iproute2: ip/iplink.c: iplink_parse_vf().

import { parseLinkAddress } from '../../netlink/address.js';
import type { Value } from '../../netlink/codec.js';
import { KernelError } from '../../netlink/errors.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { RTEXT_FILTER_VF } from '../../rtnl/constants.js';
import { ethernetProtocolWord, linkAddressWord } from '../../rtnl/kinds/word-values.js';
import { vfInfo } from '../../rtnl/link-vf.js';
import { incomplete, invalidWord, matches, parseOnOff, UsageError, type Words, wholeNumber } from '../../rtnl/words.js';
import { hardwareAddressLength } from '../hardware-address.js';
import type { LinkRequest } from './request.js';

type VfInfo = Value<typeof vfInfo>;

const ETH_P_8021Q = 0x8100;
const ETH_P_8021AD = 0x88a8;

class VfRequest {
  readonly attributes: AttributeList<VfInfo>;
  readonly words: Words;
  /** A word for a range of rates was told: `rate` is then part of it. */
  ranged = false;
  maxFirst = false;
  min: number | undefined;
  max: number | undefined;

  constructor(
    readonly request: LinkRequest,
    readonly vf: number,
    readonly dev: string,
  ) {
    this.words = request.words;
    this.attributes = new AttributeList(vfInfo.schema, () => request.session.littleEndian);
  }
}

const unsigned = (words: Words, key: string, max = 0xffffffff): number => wholeNumber(words.next(), `Invalid "${key}" value\n`, max);

async function readMac({ request, attributes, words, vf, dev }: VfRequest): Promise<void> {
  const expected = await hardwareAddressLength(request.session, request.family, dev);
  const bytes = parseLinkAddress(linkAddressWord(words.next()));
  if (expected !== undefined && expected > 0 && bytes.length !== expected) {
    throw new UsageError(`Invalid address length ${bytes.length} - must be ${expected} bytes\n`, 1);
  }
  const mac = new Uint8Array(32);
  mac.set(bytes.subarray(0, mac.length));
  attributes.add('mac', { vf, mac });
}

function readOneVlan(words: Words, vf: number) {
  const vlan = unsigned(words, 'vlan', 4095);
  const accept = (name: string): boolean => {
    const next = words.peek();
    return next !== undefined && matches(next, name) && words.next() !== undefined;
  };
  const qos = accept('qos') ? unsigned(words, 'qos') : 0;
  const vlanProto = accept('proto') ? vlanProtocol(words.next()) : ETH_P_8021Q;
  return { vf, vlan, qos, vlanProto, pad: new Uint8Array(2) };
}

function vlanProtocol(word: string): number {
  const protocol = ethernetProtocolWord(word, 'protocol is invalid\n');
  if (protocol !== ETH_P_8021Q && protocol !== ETH_P_8021AD) throw invalidWord('Invalid "vlan protocol" value - supported 802.1Q, 802.1ad\n', word);
  return protocol;
}

/** 802.1Q goes out the way old kernels know, anything else as a list. */
function readVlan({ attributes, words, vf }: VfRequest): void {
  const first = readOneVlan(words, vf);
  if (first.vlanProto === ETH_P_8021Q) return attributes.add('vlan', { vf, vlan: first.vlan, qos: first.qos });
  const list = [first];
  for (let next = words.peek(); next !== undefined && matches(next, 'vlan'); next = words.peek()) {
    words.next();
    list.push(readOneVlan(words, vf));
  }
  attributes.add('vlanList', list);
}

function readRate(vf: VfRequest): void {
  const rate = unsigned(vf.words, 'rate');
  if (!vf.ranged) vf.attributes.add('txRate', { vf: vf.vf, rate });
  else if (!vf.maxFirst) vf.max = rate;
}

const readBound =
  (bound: 'min' | 'max') =>
  (vf: VfRequest): void => {
    vf[bound] = unsigned(vf.words, `${bound} tx rate`);
  };

const LINK_STATES = ['auto', 'enable', 'disable'];

function readState({ attributes, words, vf }: VfRequest): void {
  const word = words.next();
  const linkState = LINK_STATES.findIndex((state) => matches(word, state));
  if (linkState < 0) throw invalidWord('Invalid "state" value\n', word);
  attributes.add('linkState', { vf, linkState });
}

function guid({ words, vf }: VfRequest) {
  const word = words.next();
  if (!/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){7}$/.test(word)) throw invalidWord('Invalid GUID format\n', word);
  return { vf, pad: new Uint8Array(4), guid: BigInt(`0x${word.replaceAll(':', '')}`) };
}

const setting = ({ words, vf }: VfRequest, key: string) => ({ vf, setting: parseOnOff(key, words.next(), 1) ? 1 : 0 });

const READERS: readonly (readonly [name: string, read: (vf: VfRequest) => void | Promise<void>])[] = [
  ['mac', readMac],
  ['vlan', readVlan],
  ['rate', readRate],
  ['max_tx_rate', readBound('max')],
  ['min_tx_rate', readBound('min')],
  ['spoofchk', (vf) => vf.attributes.add('spoofchk', setting(vf, 'spoofchk'))],
  ['query_rss', (vf) => vf.attributes.add('rssQueryEn', setting(vf, 'query_rss'))],
  ['trust', (vf) => vf.attributes.add('trust', setting(vf, 'trust'))],
  ['state', readState],
  ['node_guid', (vf) => vf.attributes.add('ibNodeGuid', guid(vf))],
  ['port_guid', (vf) => vf.attributes.add('ibPortGuid', guid(vf))],
];

/** IFLA_VF_INFO for the words behind `vf NUM`. Throws UsageError. */
export async function readVf(request: LinkRequest, number: number, dev: string): Promise<VfInfo> {
  const vf = new VfRequest(request, number, dev);
  const { words } = request;
  const left = words.left;
  lookAhead(vf);
  for (let word = words.peek(); word !== undefined; word = words.peek()) {
    const name = word;
    const read = READERS.find(([of]) => matches(name, of))?.[1];
    if (read === undefined) break;
    words.next();
    await read(vf);
  }
  if (vf.ranged) await addRates(vf);
  if (words.left === left) throw incomplete();
  return vf.attributes.object() as VfInfo;
}

/** Any word that is left counts, whatever it belongs to. */
function lookAhead(vf: VfRequest): void {
  const rest = vf.words.rest();
  for (const _ of rest) vf.words.back();
  vf.maxFirst = rest.some((word) => matches(word, 'max_tx_rate'));
  vf.ranged = vf.maxFirst || rest.some((word) => matches(word, 'min_tx_rate'));
}

/** A bound that was not told stays what it is. */
async function addRates(vf: VfRequest): Promise<void> {
  const now = vf.min === undefined || vf.max === undefined ? await currentRates(vf) : { min: 0, max: 0 };
  const min = vf.min ?? now.min;
  const max = vf.max ?? now.max;
  if (max !== 0 && (min | 0) > (max | 0)) throw new UsageError(`Invalid min_tx_rate ${min | 0} - must be <= max_tx_rate ${max | 0}\n`, 1);
  vf.attributes.add('rate', { vf: vf.vf, minTxRate: min >>> 0, maxTxRate: max >>> 0 });
}

async function currentRates({ request: { session }, vf, dev }: VfRequest): Promise<{ readonly min: number; readonly max: number }> {
  const index = await session.names.indexOf(dev);
  if (index === 0) throw new UsageError(`Device ${dev} does not exist\n`, 1);
  const messages = await session.kernel.list({ name: 'RTM_GETLINK', header: {}, body: { extMask: RTEXT_FILTER_VF } });
  if (messages instanceof KernelError) throw new UsageError('Dump terminated\n', 1);
  for (const message of messages) {
    if (message.name !== 'RTM_NEWLINK' || message.body.index !== index || message.body.vfinfoList === undefined || message.body.numVf === undefined) continue;
    for (const { rate } of message.body.vfinfoList) {
      if (rate === undefined) throw new UsageError('VF min/max rate API not supported\n', 1);
      if (rate.vf === vf) return { min: rate.minTxRate, max: rate.maxTxRate };
    }
    throw new UsageError(`Cannot find VF ${vf}\n`, 1);
  }
  // A link without such functions: what iproute2 sends then is left to chance.
  return { min: 0, max: 0 };
}
