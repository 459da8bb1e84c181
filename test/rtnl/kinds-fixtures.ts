// What the tests of link kinds share: the kinds, recorded messages, and a context for words that knows no kernel.

import { readFileSync } from 'node:fs';
import { kinds as commandKinds } from '../../src/cli/kinds.js';
import { readAddress, readPrefix } from '../../src/cli/prefix.js';
import { kinds as composed } from '../../src/index.js';
import { Bytes, fromHex, toHex } from '../../src/netlink/bytes.js';
import { decodeMessages, dissectMessages, type Message } from '../../src/netlink/message.js';
import { encoded } from '../../src/netlink/note.js';
import type { CommandKinds, KindCommand, KindContext } from '../../src/rtnl/kind-command.js';
import type { AnyLink } from '../../src/rtnl/link.js';
import { defaultNames } from '../../src/rtnl/name-tables.js';
import { routeProtocol } from '../../src/rtnl/protocol.js';
import { linkNames } from '../../src/rtnl/show/link-names.js';
import { printer } from '../../src/rtnl/show/printer.js';
import { Words } from '../../src/rtnl/words.js';

export const kinds = composed;
export const protocol = routeProtocol(kinds);

/** The rows of a file in fixtures/vectors. */
export function rows<T>(file: string): T[] {
  const text = readFileSync(new URL(`../../fixtures/vectors/${file}`, import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);
}

export function decode(hex: string, littleEndian: boolean): Extract<Message<typeof protocol.messages>, { name: 'RTM_NEWLINK' }> {
  const [message] = decodeMessages(protocol, new Bytes(fromHex(hex), littleEndian, true));
  if (message?.name !== 'RTM_NEWLINK') throw new Error('expected an RTM_NEWLINK');
  return message;
}

/** The payload of IFLA_INFO_DATA or IFLA_INFO_SLAVE_DATA in a message, as hex; undefined where there is none. */
export function infoData(hex: string, littleEndian: boolean): string | undefined {
  const bytes = new Bytes(fromHex(hex), littleEndian);
  const info = dissectMessages(protocol, bytes)[0]?.children?.find(({ name }) => name === 'IFLA_LINKINFO');
  const data = info?.children?.find(({ name }) => name === 'IFLA_INFO_DATA' || name === 'IFLA_INFO_SLAVE_DATA');
  return data && toHex(bytes.array.subarray(data.offset + 4, data.offset + data.length));
}

/** The kind `type NAME` means: of `bridge_slave` the part that is about ports. */
export function kindNamed(name: string): CommandKinds[string] {
  const slave = name === 'bridge_slave';
  const kind = commandKinds[slave ? 'bridge' : name];
  if (kind === undefined) throw new Error(`no kind ${name}`);
  const { slave: data, slaveWords: words } = kind;
  return slave ? { ...(data && { data }), ...(words && { words }), usage: undefined } : kind;
}

/** What is shown for `data` of a kind; JSON as the object that holds it. */
export function shown(show: NonNullable<KindCommand['show']>, data: unknown, options: Parameters<typeof printer>[0] = {}): string {
  const out = printer(options);
  out.openObject();
  show(out, data, linkNames([{ index: 7, flags: 0, ifname: 'veth7' }]));
  out.closeObject();
  const text = out.finish();
  return options.json === true ? text.slice(1, -2) : text;
}

const context: Omit<KindContext, 'kind' | 'littleEndian'> = {
  adding: true,
  deleting: false,
  family: 0,
  tables: defaultNames,
  warn: () => undefined,
  address: readAddress,
  prefix: readPrefix,
  existing: async () => undefined,
  linkIndex: async (name) => Number(name.slice(2)),
  /** Of a link's words, those that the fixtures have. */
  linkWords: async (words) => {
    const options: Partial<AnyLink> = {};
    let name: string | undefined;
    while (words.left > 0) {
      const word = words.next();
      if (word === 'name') name = words.next();
      else if (word === 'address') options.address = words.next();
      else if (word === 'mtu') options.mtu = Number(words.next());
      else throw new Error(`'${word}' is no word these tests know`);
    }
    return { options, ...(name !== undefined && { name }) };
  },
};

/** IFLA_INFO_DATA for the words after `type KIND`, as hex; undefined for none. */
export async function wordsToHex(kind: string, words: readonly string[], littleEndian = true, more: Partial<KindContext> = {}): Promise<string | undefined> {
  const { words: read, data: codec } = kindNamed(kind);
  if (read === undefined || codec === undefined) throw new Error(`${kind} takes no words`);
  const data = await read(new Words(words), { kind, littleEndian, ...context, ...more });
  return data === undefined ? undefined : toHex(encoded(codec, data, littleEndian));
}

/** What stops `ip` at these words: its code and what it prints. */
export async function refusal(kind: string, words: readonly string[], more: Partial<KindContext> = {}): Promise<{ code: number; message: string; toStdout: boolean }> {
  try {
    await wordsToHex(kind, words, true, more);
  } catch (error) {
    const { exitCode, message, toStdout } = error as { exitCode: number; message: string; toStdout: boolean };
    if (exitCode !== undefined) return { code: exitCode, message, toStdout };
    throw error;
  }
  throw new Error(`${kind} ${words.join(' ')} was not refused`);
}
