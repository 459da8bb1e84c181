// `neighbour add`, `change`, `replace` and `delete`. iproute2: ip/ipneigh.c: ipneigh_modify().

import { formatIp } from '../../netlink/address.js';
import { KernelError } from '../../netlink/errors.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_UNSPEC } from '../../rtnl/constants.js';
import { linkAddressWord } from '../../rtnl/kinds/word-values.js';
import { type Neighbour, NTF_EXT_LEARNED, NTF_EXT_MANAGED, NTF_PROXY, NTF_ROUTER, NTF_USE, NUD_STATES, neighbourBody } from '../../rtnl/neighbour.js';
import { duplicateWord, garbageWord, invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import { noDevice } from '../link/words.js';
import { numberOf } from '../numbers.js';
import { readAddress } from '../prefix.js';
import type { Session } from '../session.js';
import { neighbourState } from './state.js';
import { neighbourUsage } from './usage.js';

/** A neighbour while its words are read. */
interface NeighbourRequest {
  readonly session: Session;
  readonly words: Words;
  readonly attributes: AttributeList<Neighbour>;
  state: number;
  flags: number;
  flagsExt: number;
  dst: { readonly family: number; readonly bytes: Uint8Array } | undefined;
  lladdr: string | undefined;
  dev: string | undefined;
  /** A link was named, or none is needed. */
  devKnown: boolean;
}

type Read = (request: NeighbourRequest, word: string) => void;

const flag =
  (bit: number): Read =>
  (request) => {
    request.flags |= bit;
  };

const readLinkAddress: Read = (request) => {
  const word = request.words.next();
  if (request.lladdr !== undefined) throw duplicateWord('lladdr', word);
  request.lladdr = word;
};

const readState: Read = (request) => {
  const word = request.words.next();
  const state = neighbourState(word);
  if (state === undefined) throw invalidWord('nud state is bad', word);
  request.state = state;
};

const readProxy: Read = (request) => {
  const word = request.words.next();
  if (matches(word, 'help')) throw new UsageError(neighbourUsage);
  if (request.dst !== undefined) throw duplicateWord('address', word);
  request.dst = readAddress(word, request.session.options.family);
  request.devKnown = true;
  request.flags |= NTF_PROXY;
};

const readManaged: Read = (request) => {
  request.flagsExt |= NTF_EXT_MANAGED;
  request.state = NUD_STATES.none;
};

const readDev: Read = (request) => {
  request.dev = request.words.next();
  request.devKnown = true;
};

const readProtocol: Read = ({ words, attributes, session }) => {
  attributes.add('protocol', numberOf('protocols', words.next(), '"protocol" value is invalid\n', session.tables));
};

/** `help` here is a word before the address, as `to` is. */
const readDst: Read = (request, typed) => {
  const { words } = request;
  let word = typed === 'to' ? words.next() : typed;
  if (matches(word, 'help')) word = words.next();
  if (request.dst !== undefined) throw garbageWord('to', word);
  request.dst = readAddress(word, request.session.options.family);
};

const READERS: readonly (readonly [is: (word: string) => boolean, read: Read])[] = [
  [(word) => matches(word, 'lladdr'), readLinkAddress],
  [(word) => word === 'nud', readState],
  [(word) => matches(word, 'proxy'), readProxy],
  [(word) => word === 'router', flag(NTF_ROUTER)],
  [(word) => word === 'use', flag(NTF_USE)],
  [(word) => word === 'managed', readManaged],
  [(word) => matches(word, 'extern_learn'), flag(NTF_EXT_LEARNED)],
  [(word) => word === 'dev', readDev],
  [(word) => matches(word, 'protocol'), readProtocol],
];

/** Resolves to the exit code. Throws UsageError. */
export async function modifyNeighbour(words: Words, session: Session, name: 'RTM_NEWNEIGH' | 'RTM_DELNEIGH', headerFlags: number): Promise<number> {
  const request: NeighbourRequest = {
    session,
    words,
    attributes: new AttributeList<Neighbour>(neighbourBody.attributes.schema, () => session.littleEndian),
    state: NUD_STATES.permanent,
    flags: 0,
    flagsExt: 0,
    dst: undefined,
    lladdr: undefined,
    dev: undefined,
    devKnown: false,
  };
  while (words.left > 0) {
    const word = words.next();
    const read = READERS.find(([is]) => is(word))?.[1] ?? readDst;
    read(request, word);
  }
  const { attributes, dst, dev, lladdr, state, flags, flagsExt } = request;
  if (!request.devKnown || dst === undefined || dst.family === AF_UNSPEC) throw new UsageError('Device and destination are required arguments.\n');
  addDst(attributes, dst.bytes);
  if (flagsExt !== 0) attributes.add('flagsExt', flagsExt);
  if (lladdr !== undefined && lladdr !== 'null') attributes.add('lladdr', linkAddressWord(lladdr));
  const index = dev === undefined ? 0 : await session.names.indexOf(dev);
  if (dev !== undefined && index === 0) throw noDevice(dev);
  const replies = await session.kernel.change({ name, header: { flags: headerFlags }, body: { family: dst.family, index, state, flags, ...attributes.object() } });
  return replies instanceof KernelError ? 2 : 0;
}

/** `any` has no bytes, which no address as text can say. */
export function addDst(attributes: AttributeList<Neighbour>, bytes: Uint8Array): void {
  if (bytes.length === 4 || bytes.length === 16) attributes.add('dst', formatIp(bytes));
  else attributes.addRaw('dst', bytes);
}
