// What the tests against a real kernel share. Each works in network namespaces of its own, and needs CAP_SYS_ADMIN for that:
// without it they are skipped, unless REQUIRE_KERNEL=1 asks for failure.

import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { endianness, release } from 'node:os';
import type { Test } from 'uvu';
import { suite } from 'uvu';
import { compareRelease } from '../../src/cli/conformance/release.js';
import type { Libc } from '../../src/netlink/socket/libc.js';
import { loadLibc } from '../../src/netlink/socket/load.js';
import { Namespace } from '../../src/netlink/socket/namespace.js';
import type { BindingName } from '../../src/netlink/socket/native.js';
import type { Transport } from '../../src/netlink/transport.js';

/** A suite whose tests are skipped, saying why, where no network namespace can be made. */
export function kernelSuite(name: string): Test {
  const test = suite(name);
  const reason = unavailable();
  if (reason === undefined) return test;
  if (process.env.REQUIRE_KERNEL === '1') throw reason;
  console.log(`${name}: skipped, ${reason.message}`);
  const nothing = Object.assign(() => {}, { each: () => {} });
  const skipped = Object.assign((title: string) => test.skip(title), { skip: test.skip, only: test.skip, before: nothing, after: nothing, run: test.run });
  return skipped as unknown as Test;
}

function unavailable(): Error | undefined {
  try {
    Namespace.create().close();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** Whether this kernel is of that version (`5.11`) or a later one. */
export const isSince = (version: string): boolean => compareRelease(release(), version) >= 0;

/** For a test of what that version of Linux began: an older kernel skips it, saying so. */
export function since(version: string, test: Test): (title: string, body: () => Promise<void>) => void {
  if (isSince(version)) return test;
  return (title) => {
    console.log(`${title}: skipped, needs Linux ${version}`);
    test.skip(title);
  };
}

/** The bindings this runtime has. */
export function bindings(): readonly Libc[] {
  const names: readonly BindingName[] = ['koffi', 'node:ffi'];
  return names.flatMap((name) => {
    try {
      return [loadLibc(name)];
    } catch {
      return [];
    }
  });
}

/** The sockets and network namespaces this process has open; without UNIX sockets, by which it speaks to whom it starts (a compiler among them, at any time). */
export function descriptors(): readonly string[] {
  const lines = readFileSync('/proc/self/net/unix', 'utf8').split('\n');
  const unix = new Set(lines.map((line) => `socket:[${line.trim().split(/\s+/)[6]}]`));
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return (target.startsWith('socket:') && !unix.has(target)) || target.startsWith('net:') ? [`${fd} ${target}`] : [];
    } catch {
      return []; // the one the directory was read through
    }
  });
}

/** `net:[4026531840]`: where this thread is. */
export function currentNamespace(): string {
  return readlinkSync('/proc/thread-self/ns/net');
}

const CAP_NET_BROADCAST = 11n;

/** Whether this process may listen to other namespaces. */
export function mayListenToAll(): boolean {
  const effective = /^CapEff:\s+([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0';
  return ((BigInt(`0x${effective}`) >> CAP_NET_BROADCAST) & 1n) === 1n;
}

const little = endianness() === 'LE';

export const RTM_NEWLINK = 16;
export const RTM_DELLINK = 17;
export const RTM_GETLINK = 18;
export const NLM_F_REQUEST = 0x1;
export const NLM_F_ACK = 0x4;
export const NLM_F_DUMP = 0x300;
export const NLM_F_CREATE = 0x400;
export const RTNLGRP_LINK = 1;
const IFF_UP = 1;

/** nlmsghdr, ifinfomsg and attributes, written by hand: these tests do not use the codecs. */
export function linkRequest(
  type: number,
  flags: number,
  { index = 0, up, attributes = new Uint8Array(0) }: { readonly index?: number; readonly up?: boolean; readonly attributes?: Uint8Array } = {},
): Uint8Array {
  const bytes = new Uint8Array(32 + attributes.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, little);
  view.setUint16(4, type, little);
  view.setUint16(6, flags | NLM_F_REQUEST, little);
  view.setInt32(20, index, little);
  view.setUint32(24, up === true ? IFF_UP : 0, little);
  view.setUint32(28, up === undefined ? 0 : IFF_UP, little);
  bytes.set(attributes, 32);
  return bytes;
}

/** A struct nlattr with its payload, padded. */
export function attribute(type: number, payload: Uint8Array | string): Uint8Array {
  const content = typeof payload === 'string' ? new TextEncoder().encode(`${payload}\0`) : payload;
  const bytes = new Uint8Array((4 + content.length + 3) & ~3);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 4 + content.length, little);
  view.setUint16(2, type, little);
  bytes.set(content, 4);
  return bytes;
}

/** The nlmsg_type of each message of a datagram. */
export function messageTypes(datagram: Uint8Array): readonly number[] {
  const view = new DataView(datagram.buffer, datagram.byteOffset, datagram.length);
  const types: number[] = [];
  for (let at = 0; at + 16 <= datagram.length; at += (view.getUint32(at, little) + 3) & ~3) types.push(view.getUint16(at + 4, little));
  return types;
}

/** The errno of an NLMSG_ERROR, 0 for an acknowledgement. */
export function errnoOf(datagram: Uint8Array): number {
  return -new DataView(datagram.buffer, datagram.byteOffset).getInt32(16, little);
}

/** Everything that is there to be read. */
export function drain(transport: Transport): readonly Uint8Array[] {
  const datagrams: Uint8Array[] = [];
  for (let next = transport.receive(); next !== undefined; next = transport.receive()) datagrams.push(next.bytes);
  return datagrams;
}
