// `route save`, `restore` and `showdump`: the kernel's messages as they are, behind a magic number.
// iproute2: ip/iproute.c: save_route(), iproute_restore(), iproute_showdump(), lib/libnetlink.c: rtnl_from_file().

import { align4, Bytes, Writer } from '../../netlink/bytes.js';
import { NLM_F_CREATE } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { decodeMessage, encodeMessage, NLMSG_HDRLEN, nlmsghdr } from '../../netlink/message.js';
import type { Route } from '../../rtnl/route.js';
import { showRoute } from '../../rtnl/show/route.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import type { RouteMessage, RouteRequest } from '../kernel.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { routeContext } from './context.js';
import { readRouteFilter } from './filter-words.js';
import { listRoutes } from './list.js';

const MAGIC = 0x45311224;
/** Bytes that are written at once. */
const CHUNK = 64 << 10;
/** The longest message that is read back. */
const LONGEST = 16384;

/** Resolves to the exit code. Throws UsageError. */
export async function saveRoutes(words: Words, session: Session): Promise<number> {
  const { io, kernel, littleEndian } = session;
  if (io.terminal) throw new UsageError('Not sending a binary stream to stdout\n', 1);
  const magic = new Writer(littleEndian);
  const at = magic.reserve(4);
  magic.view.setUint32(at, MAGIC, littleEndian);
  io.bytes(magic.finish());
  const filter = await readRouteFilter(words, session);
  const { routes, whole } = await listRoutes(filter, session);
  let w = new Writer(littleEndian, CHUNK);
  for (const message of routes) {
    encodeMessage(kernel.conversation.protocol, w, message);
    if (w.length < CHUNK) continue;
    io.bytes(w.finish());
    w = new Writer(littleEndian, CHUNK);
  }
  if (w.length > 0) io.bytes(w.finish());
  if (!whole) io.stderr('Dump terminated\n');
  return whole ? 0 : 2;
}

/** The dump on standard input, behind its magic number. Throws UsageError. */
function readDump({ io, littleEndian }: Session): Bytes {
  const input = io.stdin();
  if (input === undefined) throw new UsageError("Can't restore route dump from a terminal\n", 1);
  const b = new Bytes(input, littleEndian);
  const whole = input.length >= 4;
  const start = new Uint8Array(4);
  start.set(input.subarray(0, 4));
  const magic = new DataView(start.buffer).getUint32(0, littleEndian);
  if (!whole || magic !== MAGIC) throw new UsageError(`Magic mismatch (${whole ? 1 : 0} elems, ${magic.toString(16)} magic)\n`, 1);
  return b;
}

/** The messages of a dump, one by one. Throws UsageError at what is none. */
function* messagesOf(b: Bytes, { kernel }: Session): Generator<RouteMessage> {
  const { protocol } = kernel.conversation;
  for (let at = 4; at < b.array.length; ) {
    const left = b.array.length - at;
    if (left < NLMSG_HDRLEN) throw new UsageError('rtnl-from_file: truncated message\n', 2);
    const header = nlmsghdr.read(b, at) as RouteMessage['header'];
    if (header.length < NLMSG_HDRLEN || header.length > LONGEST) throw new UsageError(`!!!malformed message: len=${header.length | 0} @${at + NLMSG_HDRLEN}\n`, 2);
    if (align4(header.length) > left) throw new UsageError('rtnl-from_file: truncated message\n', 2);
    yield decodeMessage(protocol, b, header, at);
    at += align4(header.length);
  }
}

/** When a route can be restored: 0 those of local addresses, 1 those of the networks here, 2 what lies behind a gateway. */
function turnOf({ gateway, prefsrc, dst }: Route): number {
  if (gateway !== undefined) return 2;
  return prefsrc === undefined || prefsrc === dst ? 0 : 1;
}

/** Resolves to the exit code. A route that is there already is none to worry about. Throws UsageError. */
export async function restoreRoutes(_words: Words, session: Session): Promise<number> {
  const dump = readDump(session);
  for (let turn = 0; turn < 3; turn++) {
    for (const message of messagesOf(dump, session)) {
      const { name, header, body } = message;
      if (turnOf(body as Route) !== turn) continue;
      const request = { name, header: { type: header.type, flags: header.flags | NLM_F_CREATE }, body } as RouteRequest;
      const result = await session.kernel.change(request);
      if (result instanceof KernelError && result.code !== 'EEXIST') return 2;
    }
  }
  return 0;
}

/** Resolves to the exit code. Throws UsageError. */
export async function showDump(_words: Words, session: Session): Promise<number> {
  const routes: RouteMessage[] = [];
  let failed: unknown;
  try {
    for (const message of messagesOf(readDump(session), session)) routes.push(message);
  } catch (error) {
    failed = error;
  }
  const shown = routes.filter((message) => message.name === 'RTM_NEWROUTE' || message.name === 'RTM_DELROUTE');
  const context = await routeContext(
    session,
    shown.map(({ body }) => body),
  );
  await show(
    session,
    (out, names) => {
      for (const { name, body } of shown) showRoute(out, body, { ...context, names }, name === 'RTM_DELROUTE');
    },
    false,
  );
  if (failed !== undefined) throw failed;
  return 0;
}
