// `address add`, `change`, `replace` and `delete`. iproute2: ip/ipaddress.c: ipaddr_modify().

import { NLM_F_ECHO } from '../../netlink/constants.js';
import { KernelError } from '../../netlink/errors.js';
import { AF_INET, IFA_F_MCAUTOJOIN, INFINITY_LIFE_TIME, SCOPES } from '../../rtnl/constants.js';
import { withHostBits } from '../../rtnl/prefix.js';
import { showAddress } from '../../rtnl/show/address.js';
import { UsageError, type Words } from '../../rtnl/words.js';
import type { RouteMessage } from '../kernel.js';
import { noDevice } from '../link/words.js';
import { isMulticast } from '../prefix.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { type AddressRequest, isLoopback, readAddressWords } from './words.js';

/** Resolves to the exit code. Throws UsageError. */
export async function modifyAddress(words: Words, session: Session, name: 'RTM_NEWADDR' | 'RTM_DELADDR', flags: number): Promise<number> {
  const request = readAddressWords(words, session);
  const { attributes, dev, local } = request;
  const deleting = name === 'RTM_DELADDR';
  if (request.flags > 0xff) attributes.add('flags', request.flags);
  if (dev === undefined) throw new UsageError('Not enough information: "dev" argument is required.\n', 1);
  addPeer(request, deleting);
  const prefixlen = request.prefixLength === 0 ? (local?.length ?? 0) : request.prefixLength;
  if (!deleting) addBroadcast(request);
  const scope = request.scope ?? (!deleting && local !== undefined && isLoopback(local) ? SCOPES.host : SCOPES.global);
  const index = await session.names.indexOf(dev);
  if (index === 0) throw noDevice(dev);
  addLifetimes(request);
  if ((request.flags & IFA_F_MCAUTOJOIN) !== 0 && (local === undefined || !isMulticast(local))) throw new UsageError('autojoin needs multicast address\n', 1);
  const flags8 = request.flags > 0xff ? 0 : request.flags;
  const { echo } = session.options;
  const body = { family: request.family, prefixlen, flags8, scope, index, ...attributes.object() };
  const replies = await session.kernel.change({ name, header: { flags: flags | (echo ? NLM_F_ECHO : 0) }, body });
  if (replies instanceof KernelError) return 2;
  if (echo) await showReplies(session, replies);
  return 0;
}

/** The peer of an address without one is the address itself. */
function addPeer(request: AddressRequest, deleting: boolean): void {
  const { local, peer, localWord, session } = request;
  if ((peer?.bytes.length ?? 0) > 0 || local === undefined || local.bytes.length === 0) return;
  if (deleting && local.family === AF_INET && !local.explicit) {
    session.io.stderr(
      `Warning: Executing wildcard deletion to stay compatible with old scripts.
         Explicitly specify the prefix length (${localWord}/${local.bytes.length * 8}) to avoid this warning.
         This special behaviour is likely to disappear in further releases,
         fix your scripts!
`,
    );
    return;
  }
  request.peer = local;
  request.addAddress('address', local.bytes);
}

function addBroadcast(request: AddressRequest): void {
  const { broadcast, peer } = request;
  if (broadcast !== '+' && broadcast !== '-') return;
  if (request.family !== AF_INET) throw new UsageError('Broadcast can be set only for IPv4 addresses\n', 1);
  if (peer === undefined || peer.length > 30) return;
  request.addAddress('broadcast', withHostBits(peer.bytes, peer.length, broadcast));
}

function addLifetimes({ attributes, valid, preferred }: AddressRequest): void {
  if (valid === undefined && preferred === undefined) return;
  const cacheinfo = { preferred: preferred ?? INFINITY_LIFE_TIME, valid: valid ?? INFINITY_LIFE_TIME, cstamp: 0, tstamp: 0 };
  if (cacheinfo.valid === 0) throw new UsageError('valid_lft is zero\n', 1);
  if (cacheinfo.valid < cacheinfo.preferred) throw new UsageError('preferred_lft is greater than valid_lft\n', 1);
  attributes.add('cacheinfo', cacheinfo);
}

/** Of an IPv6 address the kernel says nothing but that it was done, and the object is empty. */
async function showReplies(session: Session, [reply]: readonly RouteMessage[]): Promise<void> {
  await show(session, (out, names) => {
    out.openObject();
    if (reply?.name === 'RTM_NEWADDR' || reply?.name === 'RTM_DELADDR') {
      showAddress(out, reply.body, { names, kinds: session.kinds, tables: session.tables, command: 'monitor' }, reply.name === 'RTM_DELADDR');
    }
    out.closeObject();
  });
}
