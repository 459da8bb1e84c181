// `route save`, `restore` and `showdump`: the kernel's messages as they are, behind a magic number.
// iproute2: ip/iproute.c: save_route(), iproute_restore(), iproute_showdump().

import { Writer } from '../../netlink/bytes.js';
import { NLM_F_CREATE } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { encodeMessage } from '../../netlink/message.js';
import type { Route } from '../../rtnl/route.js';
import { showRoute } from '../../rtnl/show/route.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import type { RouteMessage, RouteRequest } from '../kernel.js';
import { readSaved, type SavedKind, savedMessages } from '../saved.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { routeContext } from './context.js';
import { readRouteFilter } from './filter-words.js';
import { listRoutes } from './list.js';

const SAVED: SavedKind = { object: 'route', magic: 0x45311224, exitCode: 1 };
/** Where a message of a dump is none. */
const BROKEN = 2;
/** Bytes that are written at once. */
const CHUNK = 64 << 10;

/** Resolves to the exit code. Throws UsageError. */
export async function saveRoutes(words: Words, session: Session): Promise<number> {
  const { io, kernel, littleEndian } = session;
  if (io.terminal) throw new UsageError('Not sending a binary stream to stdout\n', 1);
  const magic = new Writer(littleEndian);
  const at = magic.reserve(4);
  magic.view.setUint32(at, SAVED.magic, littleEndian);
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

/** When a route can be restored: 0 those of local addresses, 1 those of the networks here, 2 what lies behind a gateway. */
function turnOf({ gateway, prefsrc, dst }: Route): number {
  if (gateway !== undefined) return 2;
  return prefsrc === undefined || prefsrc === dst ? 0 : 1;
}

/** Resolves to the exit code. A route that is there already is none to worry about. Throws UsageError. */
export async function restoreRoutes(_words: Words, session: Session): Promise<number> {
  const dump = readSaved(session, SAVED);
  for (let turn = 0; turn < 3; turn++) {
    for (const message of savedMessages(dump, session, BROKEN)) {
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
    for (const message of savedMessages(readSaved(session, SAVED, true), session, BROKEN)) routes.push(message);
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
