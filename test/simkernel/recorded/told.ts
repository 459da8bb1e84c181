// A message as text that can be compared: without what no two kernels agree on, and without what a release did not tell yet.

import type { RtnlMessage } from '../../../src/index.js';
import { AF_BRIDGE } from '../../../src/rtnl/constants.js';
import { NUD_STATES } from '../../../src/rtnl/neighbour.js';
import type { Release } from './trees.js';

/** What is free, by where it stands, and why. */
const FREE: readonly (readonly [path: RegExp, why: string])[] = [
  [/^(stats|stats64|link64)$|^linkXstats(Slave)?\.bridge\.mcast$|\.stp\.[rt]x/, 'counters of packets that passed'],
  [/^map$/, 'where hardware is'],
  [/^(afSpec\.inet6|protinfoInet6)\.(stats|icmp6stats)$/, 'counters of packets that passed'],
  [/^(afSpec\.inet6|protinfoInet6)\.cacheinfo\.(tstamp|reachableTime)$/, 'a stamp; a random time'],
  [/^cacheinfo\.(cstamp|tstamp|lastuse|confirmed|used|updated|refcnt|clntref|ts|tsage|id)$/, 'stamps and counts of references'],
  [/^afSpec\.inet6\.flags$/, 'whether a router was solicited yet'],
  [/^(linkinfo|protinfoBridge).*Timer$/, 'what a timer has left'],
  [/^resBucket\.idleTime$/, 'what has passed since a packet'],
];

const big = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}n` : ArrayBuffer.isView(value) ? Array.from(value as Uint8Array) : value);

/** A value without what is free and what the release does not tell. */
function comparable(value: unknown, release: Release, path = ''): unknown {
  if (path === 'qdisc' && value === release.qdisc) return 'pfifo_fast';
  if (value instanceof Int32Array && /inet6\.conf$|protinfoInet6\.conf$/.test(path)) return value.slice(0, release.inet6Parameters);
  // What a route has left is told in hundredths of a second.
  if (path === 'cacheinfo.expires' && typeof value === 'number') return Math.round(value / 100);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map((item) => comparable(item, release, `${path}[]`));
  const out = (at: string): boolean => FREE.some(([free]) => free.test(at)) || release.unknown.some((unknown) => unknown.test(at));
  const entries = Object.entries(value)
    .map(([key, item]) => [key, path === '' ? key : `${path}.${key}`, item] as const)
    .filter(([, at]) => !out(at))
    .map(([key, at, item]) => [key, comparable(item, release, at)] as const);
  if (release.reordered) entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries);
}

/** The message as text. */
export function told({ name, header, body }: RtnlMessage, release: Release): string {
  const flags = (header.flags & 0xffff).toString(16);
  const { error, extendedAck } = body as { error?: number; extendedAck?: object };
  return `${name} ${flags} ${JSON.stringify(name === 'NLMSG_ERROR' ? { error, extendedAck } : comparable(body, release), big)}`;
}

/** Of messages that need not be on both sides: neighbours that the kernel's own traffic makes (reports of multicast groups, router solicitations), and no recording says when. */
export function byTraffic({ name, body }: RtnlMessage): boolean {
  if (name !== 'RTM_NEWNEIGH') return false;
  const { family, state } = body as { family: number; state: number };
  return family !== AF_BRIDGE && state === NUD_STATES.noarp;
}
