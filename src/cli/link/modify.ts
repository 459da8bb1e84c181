// `link add`, `set`, `change`, `replace` and `delete`. iproute2: ip/iplink.c: iplink_modify().

import { Bytes } from '../../netlink/bytes.js';
import type { Codec } from '../../netlink/codec.js';
import { NLM_F_CREATE, NLM_F_ECHO } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { encoded } from '../../netlink/note.js';
import type { CommandKinds, KindContext } from '../../rtnl/kind-command.js';
import type { AnyLink } from '../../rtnl/link.js';
import { linkMessage } from '../../rtnl/link-message.js';
import { showLink } from '../../rtnl/show/link.js';
import { duplicateWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import type { RouteMessage, RouteRequest } from '../kernel.js';
import { readAddress, readPrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { linkUsage } from '../usage.js';
import { garbage, noDevice, readLink } from './words.js';

/** Resolves to the exit code. Throws UsageError. */
export async function modifyLink(words: Words, session: Session, name: 'RTM_NEWLINK' | 'RTM_DELLINK', flags: number): Promise<number> {
  const creating = (flags & NLM_F_CREATE) !== 0;
  const { family } = session.options;
  const { fields, type } = await readLink(words, session, family, creating);
  if (type === undefined && creating) throw new UsageError('Not enough information: "type" argument is required\n', 1);
  const { name: ifname, link, options, ...rest } = fields;
  // iproute2 6.1 sends a new name as IFLA_IFNAME whatever its length, and leaves it to the kernel to refuse.
  const named: Partial<AnyLink> = { ...options, ...(link !== undefined && { link }), ...(ifname !== undefined && { ifname }) };
  const linkinfo = type === undefined ? undefined : await readKind(type, words, session, { adding: creating, deleting: name === 'RTM_DELLINK', index: fields.index ?? 0 });
  const { body } = linkMessage(flags, { ...rest, options: named, ...(linkinfo !== undefined && { linkinfo }) });
  return send(session, { name, header: { flags }, body: { ...body, family } });
}

async function send(session: Session, { name, header, body }: RouteRequest & { name: 'RTM_NEWLINK' | 'RTM_DELLINK' }): Promise<number> {
  const { echo } = session.options;
  const replies = await session.kernel.change({ name, header: { flags: (header.flags ?? 0) | (echo ? NLM_F_ECHO : 0) }, body });
  if (replies instanceof KernelError) return 2;
  if (echo) await showReplies(session, replies);
  session.names.forget(body.index ?? 0);
  return 0;
}

/** Of a link that is changed the kernel says nothing but that it was, and the object is empty. */
async function showReplies(session: Session, [reply]: readonly RouteMessage[]): Promise<void> {
  await show(session, (out, names) => {
    out.openObject();
    if (reply?.name === 'RTM_NEWLINK' || reply?.name === 'RTM_DELLINK') {
      showLink(out, reply.body, { names, kinds: session.kinds, tables: session.tables, command: 'monitor' }, reply.name === 'RTM_DELLINK');
    }
    out.closeObject();
  });
}

/** What is done to which link. */
interface Modified {
  readonly adding: boolean;
  readonly deleting: boolean;
  readonly index: number;
}

/** IFLA_LINKINFO: the kind as it was typed, and what its own words say. */
async function readKind(type: string, words: Words, session: Session, modified: Modified): Promise<NonNullable<AnyLink['linkinfo']>> {
  const slave = type.endsWith('_slave') && type.indexOf('_') === type.length - '_slave'.length;
  const base = slave ? type.slice(0, -'_slave'.length) : type;
  const kind: CommandKinds[string] | undefined = Object.hasOwn(session.kinds, base) ? session.kinds[base] : undefined;
  const known = kind !== undefined && kind.foreign !== true && (!slave || kind.slave !== undefined || kind.slaveUsage !== undefined);
  if (words.left === 0) return { kind: type };
  if (!known) {
    const word = words.next();
    throw matches(word, 'help') ? new UsageError(linkUsage) : garbage(word, 1);
  }
  const read = slave ? kind.slaveWords : kind.words;
  const codec = slave ? kind.slave : kind.data;
  const data = await read?.call(kind, words, contextOf(session, type, modified));
  // Words of a kind make the nest, even where nothing goes into it.
  return { kind: type, ...(codec === undefined ? { [slave ? 'slaveData' : 'data']: new Uint8Array() } : { [type]: data ?? {} }) } as NonNullable<AnyLink['linkinfo']>;
}

function contextOf(session: Session, kind: string, { adding, deleting, index }: Modified): KindContext {
  const { family } = session.options;
  return {
    kind,
    adding,
    deleting,
    family,
    get tables() {
      return session.tables;
    },
    warn: (text) => session.io.stderr(text),
    address: readAddress,
    prefix: readPrefix,
    existing: (data) => existingData(session, index, data),
    littleEndian: session.littleEndian,
    async linkIndex(name) {
      const index = await session.names.indexOf(name);
      if (index === 0) throw noDevice(name, 255);
      return index;
    },
    async linkWords(words) {
      const { fields, type } = await readLink(words, session, family, adding);
      if (type !== undefined) throw duplicateWord('type', type);
      return fields;
    },
  };
}

/** The data of a link of whatever kind, read as that of another, as `ip` does it. */
async function existingData<Data>({ kernel, options, kinds, littleEndian }: Session, index: number, codec: Codec<Data>): Promise<Data | undefined> {
  const answer = await kernel.ask({ name: 'RTM_GETLINK', header: {}, body: { family: options.family, index } });
  if (answer instanceof KernelError || answer.name !== 'RTM_NEWLINK') return undefined;
  const info: Readonly<Record<string, unknown>> = answer.body.linkinfo ?? {};
  const { kind = '', data = info[String(kind)] } = info;
  const own = Object.hasOwn(kinds, String(kind)) ? kinds[String(kind)]?.data : undefined;
  const payload = data instanceof Uint8Array ? data : own && data !== undefined ? encoded(own, data, littleEndian) : undefined;
  return payload && codec.decode(new Bytes(payload, littleEndian), 0, payload.length);
}
