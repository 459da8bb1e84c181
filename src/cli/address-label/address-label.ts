// `addrlabel`. iproute2: ip/ipaddrlabel.c.

import { formatIp } from '../../netlink/address.js';
import { NLM_F_CREATE, NLM_F_EXCL } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { type AddressLabel, addressLabelBody } from '../../rtnl/address-label.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_INET6, AF_UNSPEC } from '../../rtnl/constants.js';
import { showAddressLabel } from '../../rtnl/show/address-label.js';
import { invalidWord, matches, UsageError, type Words, wholeNumber } from '../../rtnl/words.js';
import { type Prefix, readPrefix } from '../prefix.js';
import type { Session } from '../session.js';
import { show } from '../show.js';

const usage = `Usage: ip addrlabel { add | del } prefix PREFIX [ dev DEV ] [ label LABEL ]
       ip addrlabel [ list | flush | help ]
`;

type Command = (words: Words, session: Session) => Promise<number>;

/** In the order in which a shortened command is looked for. */
const COMMANDS: readonly (readonly [name: string, run: Command])[] = [
  ['list', list],
  ['lst', list],
  ['show', list],
  ['add', (words, session) => modify(words, session, 'RTM_NEWADDRLABEL', NLM_F_CREATE | NLM_F_EXCL)],
  ['delete', (words, session) => modify(words, session, 'RTM_DELADDRLABEL', 0)],
  ['flush', flush],
];

/** Resolves to the exit code. Throws UsageError. */
export async function addressLabel(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return list(words, session);
  const word = words.next();
  if (words.peek() === '--help') throw new UsageError(usage, 0, true);
  const command = COMMANDS.find(([name]) => matches(word, name))?.[1];
  if (command !== undefined) return command(words, session);
  throw new UsageError(matches(word, 'help') ? usage : `Command "${word}" is unknown, try "ip addrlabel help".\n`);
}

const familyOf = ({ options: { family } }: Session): number => (family === AF_UNSPEC ? AF_INET6 : family);

async function list(words: Words, session: Session): Promise<number> {
  if (words.left > 0) throw new UsageError('"ip addrlabel show" does not take any arguments.\n', 1);
  const { messages, error } = await session.kernel.listed({ name: 'RTM_GETADDRLABEL', header: {}, body: { family: familyOf(session) } });
  await show(
    session,
    (out, names) => {
      for (const { name, body } of messages) if (name === 'RTM_NEWADDRLABEL') showAddressLabel(out, body, { names });
    },
    session.options.json,
    error === undefined,
  );
  if (error === undefined) return 0;
  session.io.stderr('Dump terminated\n');
  return 255;
}

/** Words it does not know are passed over, as `ip` does. */
async function modify(words: Words, session: Session, name: 'RTM_NEWADDRLABEL' | 'RTM_DELADDRLABEL', flags: number): Promise<number> {
  let prefix: Prefix | undefined;
  let label: number | undefined;
  let index = 0;
  while (words.left > 0) {
    const word = words.next();
    if (word === 'prefix') prefix = readPrefix(words.next(), session.options.family);
    else if (word === 'dev') index = await readDev(words.next(), session);
    else if (word === 'label') label = wholeNumber(words.next(), 'label is invalid\n', 0xfffffffe);
  }
  if (prefix === undefined) throw new UsageError('Not enough information: "prefix" argument is required.\n', 1);
  if (label === undefined) throw new UsageError('Not enough information: "label" argument is required.\n', 1);
  const attributes = new AttributeList<AddressLabel>(addressLabelBody.attributes.schema, () => session.littleEndian);
  attributes.add('label', label);
  if (prefix.bytes.length > 0) attributes.add('address', formatIp(prefix.bytes));
  else attributes.addRaw('address', prefix.bytes);
  const body = { family: familyOf(session), prefixlen: prefix.length, index, ...attributes.object() };
  const replies = await session.kernel.change({ name, header: { flags }, body });
  return replies instanceof KernelError ? 2 : 0;
}

async function readDev(dev: string, { names }: Session): Promise<number> {
  const index = await names.indexOf(dev);
  if (index === 0) throw invalidWord('dev is invalid\n', dev);
  return index;
}

/** Each deletion is the label as the kernel told it. */
async function flush(words: Words, session: Session): Promise<number> {
  if (words.left > 0) throw new UsageError('"ip addrlabel flush" does not allow extra arguments\n', 1);
  const { messages, error } = await session.kernel.listed({ name: 'RTM_GETADDRLABEL', header: {}, body: { family: familyOf(session) } });
  let failed = error !== undefined;
  for (const { name, body } of messages) {
    if (name !== 'RTM_NEWADDRLABEL' || body.address === undefined) continue;
    failed = (await session.kernel.change({ name: 'RTM_DELADDRLABEL', header: {}, body })) instanceof KernelError;
    if (failed) break;
  }
  if (!failed) return 0;
  session.io.stderr('Flush terminated\n');
  return 1;
}
