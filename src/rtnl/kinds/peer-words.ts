// The words behind `peer`.

import type { KindCommand, KindContext } from '../kind-command.js';
import type { AnyLink } from '../link.js';
import { linkMessage } from '../link-message.js';
import type { Words } from '../words.js';
import type { PeerData } from './peer.js';
import { kindError } from './word-values.js';

const peerUsage = (kind: string): string => `Usage: ip link <options> type ${kind} [peer <options>]
To get <options> type 'ip link add help'
`;

/** All words behind `peer` are those of a link. `ip` prints this usage on standard output, also for a wrong word. */
async function peerWords(words: Words, { kind, linkWords }: KindContext): Promise<PeerData | undefined> {
  if (words.left === 0) return undefined;
  if (!words.accept('peer')) throw kindError(peerUsage(kind), true);
  return { peer: linkMessage(0, await linkWords(words)).body as AnyLink };
}

const command = (kind: string) => ({ words: peerWords, usage: peerUsage(kind) }) satisfies KindCommand<PeerData>;

/** What the command reads and prints of veth. */
export const vethCommand = command('veth');
/** The same of vxcan. */
export const vxcanCommand = command('vxcan');
