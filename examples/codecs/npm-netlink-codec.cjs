#!/usr/bin/env node
// npm's `netlink` as a codec under test:
//
//     npm install netlink && rtnl conformance --target 'codec:node npm-netlink-codec.cjs'
//
// It tells what the library's own parsers give, by the kernel's names, and repairs nothing. Attributes are properties there: their numbers, places and flag
// bits are not to be had, and what it does not take apart is a Buffer.
'use strict';

const { createInterface } = require('node:readline');
const { endianness } = require('node:os');
const netlink = require('netlink');
const { version } = require('netlink/package.json');

const { rt } = netlink;
const CONTROL = { 1: 'NLMSG_NOOP', 2: 'NLMSG_ERROR', 3: 'NLMSG_DONE', 4: 'NLMSG_OVERRUN' };

/** How the names of the attributes of a kind of message start, its flags as a number, and how it is written. */
const KINDS = {
  link: { prefix: 'IFLA', flags: rt.formatDeviceFlags, format: rt.formatLinkMessage },
  address: { prefix: 'IFA', flags: rt.formatAddressFlags, format: rt.formatAddressMessage },
  route: { prefix: 'RTA', flags: rt.formatRouteFlags, format: rt.formatRouteMessage },
  neighbor: { prefix: 'NDA', rename: { ifindex: 'index' }, flags: rt.formatNeighborFlags, format: rt.formatNeighborMessage },
  rule: { prefix: 'FRA', flags: rt.formatRuleFlags, format: rt.formatRuleMessage },
  nexthop: { prefix: 'NHA', flags: rt.formatRouteNextHopFlags, format: rt.formatNextHopMessage },
  neighborTable: { prefix: 'NDTA', format: rt.formatNeighborTableMessage },
  prefix: { prefix: 'PREFIX', format: rt.formatPrefixMessage },
  ndUserOption: { prefix: 'NDUSEROPT', format: rt.formatNdUserOptionMessage },
  tc: { prefix: 'TCA', rename: { ifindex: 'index' }, format: rt.formatTcMessage },
};
/** What is a nest, and how the names in it start. */
const NESTS = { metrics: 'RTAX', xdp: 'IFLA_XDP', parms: 'NDTPA', resGroup: 'NHA_RES_GROUP', resBucket: 'NHA_RES_BUCKET' };
const STATE = rt.formatNeighborState;

const snake = (key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

function plain(value) {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key.replace(/^(ifa|ndm|rta|ndtc|ndts)(?=[A-Z])/, ''), plain(one)]));
  return value;
}

/** Bits are properties there that are true. */
const isBits = (value) =>
  typeof value === 'object' && value !== null && !Buffer.isBuffer(value) && Object.entries(value).every(([key, one]) => one === true || key === '__unknown');

function attribute(key, value, { prefix, flags }) {
  const name = `${prefix}_${snake(key)}`;
  if (Buffer.isBuffer(value)) return { name, kind: 'bytes', value: value.toString('hex') };
  if (key in NESTS) return { name, attributes: Object.entries(value).map(([inside, one]) => attribute(inside, one, { prefix: NESTS[key] })) };
  if (key === 'vfinfoList')
    return {
      name,
      attributes: value.x.map((one) => ({ name: 'IFLA_VF_INFO', attributes: Object.entries(one).map(([inside, data]) => attribute(inside, data, { prefix: 'IFLA_VF' })) })),
    };
  // A nest whose attributes it does not name.
  if (value instanceof Map) return { name, attributes: [...value].map(([type, data]) => ({ type, kind: 'bytes', value: data.toString('hex') })) };
  if (key === 'flags' && flags !== undefined && isBits(value)) return { name, value: flags(value) };
  if (name === 'NHA_GROUP_TYPE') return { name, value: rt.NextHopGroupType[value] };
  if (key === 'attached' && typeof value === 'string') return { name, value: netlink.ifla.XdpAttached[value] };
  return { name, value: plain(value) };
}

/** Words of numbers, by what they are the value of. */
const ENUMS = { protocol: rt.RouteProtocol, scope: rt.RouteScope, type: rt.RouteType, action: rt.RuleAction };

function fields(kind, data) {
  const number = (key, value) => {
    if ((key === 'flags' || key === 'change') && typeof value === 'object') return kind.flags === undefined ? plain(value) : kind.flags(value);
    if (key === 'state' && typeof value === 'object') return STATE(value);
    return typeof value === 'string' && ENUMS[key] !== undefined ? ENUMS[key][value] : plain(value);
  };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [kind.rename?.[key] ?? key, number(key, value)]));
}

function message({ type, flags, seq, port, data }) {
  const name = CONTROL[type] ?? (typeof rt.MessageType[type] === 'string' ? `RTM_${snakeOf(rt.MessageType[type])}` : undefined);
  const base = { ...(name !== undefined && { name }), type, flags, sequence: seq, port };
  if (type === 2) {
    const { errno, header } = netlink.parseError(data, flags);
    return { ...base, fields: { error: errno }, request: { length: header.length, type: header.type, flags: header.flags, sequence: header.seq, port: header.port } };
  }
  if (type < 16) return { ...base, payload: data.toString('hex') };
  let parsed;
  try {
    parsed = rt.parseMessage(type, data);
  } catch (error) {
    if (/^Unsupported message type/.test(error.message)) return { ...base, payload: data.toString('hex') };
    throw error;
  }
  const kind = KINDS[parsed.kind];
  if (kind === undefined) return { ...base, payload: data.toString('hex') };
  return { ...base, fields: fields(kind, parsed.data), attributes: Object.entries(parsed.attrs ?? {}).map(([key, value]) => attribute(key, value, kind)) };
}

/** NEW_LINK and NEWLINK alike. */
const snakeOf = (word) => word.replace(/_/g, '');

function encoded({ type, flags, seq, port, data }) {
  const parsed = rt.parseMessage(type, data);
  const out = new netlink.AttrStream();
  KINDS[parsed.kind].format(parsed, out);
  return Buffer.concat(netlink.formatMessage({ type, flags, seq, port, data: Buffer.concat([].concat(out.bufs).flat(9)) }).flat(9));
}

function answer({ op, hex = '' }) {
  if (op === 'hello') {
    const byteOrders = [endianness() === 'LE' ? 'little' : 'big'];
    return { library: `netlink ${version} (npm)`, checks: ['decode', 'roundtrip'], byteOrders, silent: ['type', 'offset', 'length', 'flags', 'refusedAt'] };
  }
  try {
    const messages = netlink.parseMessages(Buffer.from(hex, 'hex'));
    return op === 'decode' ? { messages: messages.map(message) } : { hex: Buffer.concat(messages.map(encoded)).toString('hex') };
  } catch (error) {
    if (op === 'roundtrip' && /^Unsupported message type/.test(error.message)) return { unsupported: error.message };
    return { error: { message: error.message } };
  }
}

createInterface({ input: process.stdin }).on('line', (line) => process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`));
