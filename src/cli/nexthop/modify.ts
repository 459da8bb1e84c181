// `nexthop add`, `replace` and `delete`. iproute2: ip/ipnexthop.c: ipnh_modify().

import { formatIp } from '../../netlink/address.js';
import { NLM_F_ECHO } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_INET, AF_UNSPEC, RTNH_F_ONLINK } from '../../rtnl/constants.js';
import { type Nexthop, nexthopBody } from '../../rtnl/nexthop.js';
import { showNexthop } from '../../rtnl/show/nexthop.js';
import { invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import { encapWords } from '../encap/words.js';
import type { RouteMessage } from '../kernel.js';
import { numberOf } from '../numbers.js';
import { FAMILIES } from '../options.js';
import { readAddress } from '../prefix.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { groupTypeWords, groupWord } from './group-words.js';
import { nexthopUsage } from './usage.js';
import { nexthopId, nexthopLink } from './words.js';

/** A nexthop while its words are read. */
interface NexthopRequest {
  readonly words: Words;
  readonly session: Session;
  readonly attributes: AttributeList<Nexthop>;
  family: number;
  protocol: number;
  flags: number;
}

type Read = (request: NexthopRequest) => void | Promise<void>;

const readDev: Read = async (request) => {
  request.attributes.add('oif', await nexthopLink(request.words.next(), request.session));
  if (request.family === AF_UNSPEC) request.family = AF_INET;
};

const readVia: Read = (request) => {
  const { words, attributes } = request;
  let word = words.next();
  const told = Object.hasOwn(FAMILIES, word) ? (FAMILIES[word] as number) : AF_UNSPEC;
  if (told !== AF_UNSPEC) word = words.next();
  const { family, bytes } = readAddress(word, told === AF_UNSPEC ? request.family : told);
  if (request.family === AF_UNSPEC) request.family = family;
  else if (request.family !== family) throw invalidWord('address family mismatch\n', word);
  if (bytes.length === 4 || bytes.length === 16) attributes.add('gateway', formatIp(bytes));
  else attributes.addRaw('gateway', bytes);
};

const readEncap: Read = async ({ words, session, attributes }) => {
  for (const [key, value] of Object.entries(await encapWords(words, session))) attributes.add(key as 'encapType', value as never);
};

const readBlackhole: Read = (request) => {
  request.attributes.add('blackhole', true);
  if (request.family === AF_UNSPEC) request.family = AF_INET;
};

const readProtocol: Read = (request) => {
  request.protocol = numberOf('protocols', request.words.next(), '"protocol" value is invalid\n', request.session.tables);
};

const READERS: Readonly<Record<string, Read>> = {
  id: ({ words, attributes }) => attributes.add('id', nexthopId(words.next())),
  dev: readDev,
  via: readVia,
  encap: readEncap,
  blackhole: readBlackhole,
  fdb: ({ attributes }) => attributes.add('fdb', true),
  onlink: (request) => {
    request.flags |= RTNH_F_ONLINK;
  },
  group: ({ words, attributes }) => attributes.add('group', groupWord(words.next())),
  type: ({ words, attributes, session }) => groupTypeWords(words, attributes, session),
};

/** Resolves to the exit code. Throws UsageError. */
export async function modifyNexthop(words: Words, session: Session, name: 'RTM_NEWNEXTHOP' | 'RTM_DELNEXTHOP', headerFlags: number): Promise<number> {
  const { family, echo } = session.options;
  const attributes = new AttributeList<Nexthop>(nexthopBody.attributes.schema, () => session.littleEndian);
  const request: NexthopRequest = { words, session, attributes, family, protocol: 0, flags: 0 };
  while (words.left > 0) {
    const word = words.next();
    if (Object.hasOwn(READERS, word)) await (READERS[word] as Read)(request);
    else if (matches(word, 'protocol')) readProtocol(request);
    else throw word === 'help' ? new UsageError(nexthopUsage) : invalidWord('', word);
  }
  const { protocol, flags } = request;
  const body = { family: request.family, protocol, flags, ...attributes.object() };
  const replies = await session.kernel.change({ name, header: { flags: headerFlags | (echo ? NLM_F_ECHO : 0) }, body });
  if (replies instanceof KernelError) return 2;
  if (echo) await showReply(session, replies);
  return 0;
}

/** What became of the request; its JSON has an object around the object. */
async function showReply(session: Session, [reply]: readonly RouteMessage[]): Promise<void> {
  await show(session, (out, names) => {
    if (reply?.name !== 'RTM_NEWNEXTHOP' && reply?.name !== 'RTM_DELNEXTHOP') return;
    out.openObject();
    showNexthop(out, reply.body, { names, tables: session.tables }, { deleted: reply.name === 'RTM_DELNEXTHOP' });
    out.text('\n');
    out.closeObject();
  });
}
