// Why a recorded case that fails cannot be expected to pass: it needs what is not built, or what no recording holds.

import { fromHex } from '../../netlink/bytes.js';
import { decodeMessages, type Protocol, toBytes } from '../../netlink/message.js';
import { byteOrderOf } from '../../netlink/replay.js';
import { AF_PACKET, AF_UNSPEC } from '../../rtnl/constants.js';
import type { CommandKinds } from '../../rtnl/kind-command.js';
import { matches, UsageError, Words } from '../../rtnl/words.js';
import type { Route, RouteMessage } from '../kernel.js';
import { objectOf } from '../objects.js';
import { type Options, readOptions } from '../options.js';
import type { Case } from '../recordings.js';

interface Composed {
  readonly kinds: CommandKinds;
  readonly protocol: Protocol<Route>;
}

/** Why a case says nothing about this command, whatever comes of it; undefined where it does. */
export function notOurs({ argv }: Case): string | undefined {
  if (argv[0] !== 'ip') return `the program is ${argv[0]}`;
  const words = new Words(argv.slice(1));
  const options = optionsOf(words);
  if (options === undefined) return undefined;
  const object = objectOf(words.peek() ?? '');
  if (object?.takes !== undefined) return `object ${object.name} takes ${object.takes}`;
  if (options.only === 'version') return "the version is another program's";
  return undefined;
}

/** Undefined where there is no such reason for what differs. `stdout` is what came out. */
export function skipReason(recorded: Case, stdout: string, { kinds, protocol }: Composed): string | undefined {
  const words = new Words(recorded.argv.slice(1));
  const options = optionsOf(words);
  if (options === undefined) return undefined;
  const rest = words.rest();
  return cutShort(recorded) ?? notRecorded(recorded, stdout, rest, options) ?? unknownKind(recorded, rest, options, kinds, protocol);
}

function optionsOf(words: Words): Options | undefined {
  try {
    return readOptions(words);
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}

/** iproute2 6.1 builds a request in 1024 bytes; it says what it left out of a longer one on standard error, sends the rest and ends with 0. */
function cutShort({ stderr }: Case): string | undefined {
  return /message exceeded bound of \d+/.test(stderr) ? 'iproute2 left part of the request out' : undefined;
}

function receivedLinks({ exchange }: Case, protocol: Protocol<Route>): (RouteMessage & { name: 'RTM_NEWLINK' | 'RTM_DELLINK' })[] {
  const byteOrder = byteOrderOf(exchange) ? 'little' : 'big';
  return exchange
    .filter((datagram) => datagram.dir === 'rx' && (datagram.family ?? 0) === 0)
    .flatMap(({ hex }) => decodeMessages(protocol, toBytes(fromHex(hex), { byteOrder })))
    .filter((message) => message.name === 'RTM_NEWLINK' || message.name === 'RTM_DELLINK');
}

/** Names of namespaces are files in /run/netns; a dump of links by family has no queue lengths. */
function notRecorded(recorded: Case, stdout: string, words: readonly string[], { netns, family }: Options): string | undefined {
  if (netns !== undefined && recorded.exchange.length === 0) return `namespace ${netns} could not be entered`;
  if (matches(words[0] ?? '', 'netns') && matches(words[1] ?? '', 'exec')) return 'a recording starts no program';
  if (words[0] === 'netns' && /Operation not permitted|Permission denied/.test(recorded.stderr)) return 'what a file system lets do is not recorded';
  if (words[0] === 'netns' && /^(at|i|p)/.test(words[1] ?? '')) return 'a process was told by its id';
  const byFamily = family !== AF_UNSPEC && family !== AF_PACKET;
  const differs = recorded.stdout !== stdout;
  if (differs && byFamily && withoutQueueLengths(recorded.stdout) === withoutQueueLengths(stdout)) return 'queue lengths came from an ioctl';
  if (differs && withoutUsers(recorded.stdout) === withoutUsers(stdout)) return "a user's name came from a file";
  if (recorded.stderr.startsWith('Failed to send flush request')) return 'iproute2 looked at a refusal without receiving it';
  return undefined;
}

/** A kind that is made or changed, or whose data is shown. */
function unknownKind(recorded: Case, words: readonly string[], { details }: Options, kinds: CommandKinds, protocol: Protocol<Route>): string | undefined {
  const typed = words[words.indexOf('type') + 1];
  const named = words.includes('type') && typed !== undefined ? [typed.replace(/_slave$/, '')] : [];
  const shown = details === 0 ? [] : receivedLinks(recorded, protocol).flatMap(({ body }) => [body.linkinfo?.kind, body.linkinfo?.slaveKind]);
  const unknown = [...named, ...shown].find((kind) => kind !== undefined && !Object.hasOwn(kinds, kind));
  return unknown === undefined ? undefined : `link kind ${unknown} is not composed`;
}

/** Of a tun, whose `persist` they follow. */
const withoutUsers = (stdout: string): string =>
  stdout.replace(/(persist (?:on|off) )(?:user \S+ )?(?:group \S+ )?/g, '$1').replace(/("persist":(?:true|false))(?:,"user":[^,}]+)?(?:,"group":[^,}]+)?/g, '$1');

const withoutQueueLengths = (stdout: string): string => stdout.replace(/\bqlen \d+|"txqlen":\d+,/g, '');
