// RTM_NEWNSID and RTM_GETNSID: what a namespace calls others. net/core/net_namespace.c: rtnl_net_newid(), rtnl_net_getid(), rtnl_net_dumpid().

import { EBADF, EEXIST, EINVAL, ENOENT, ESRCH } from '../../netlink/errno-numbers.js';
import { AF_UNSPEC, RTM_GETNSID, RTM_NEWNSID } from '../../rtnl/constants.js';
import { RTNLGRP_NSID } from '../../rtnl/groups.js';
import { NETNSA_NSID_NOT_ASSIGNED } from '../../rtnl/nsid.js';
import type { Attribute, Attributes } from '../attribute.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import type { NetNamespace } from '../namespace.js';
import type { PolicyTable } from '../policy.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';

const NETNSA = { nsid: 1, pid: 2, fd: 3, targetNsid: 4 } as const;

const policy: PolicyTable = { maxType: 5, rules: { 1: { type: 's32' }, 2: { type: 'u32' }, 3: { type: 'u32' }, 4: { type: 's32' } } };

/** struct rtgenmsg is one byte; the attributes start at the next multiple of four. */
const HEADER = 1;

export function registerNamespaces(handlers: Handlers): void {
  handlers.register(RTM_NEWNSID, AF_UNSPEC, { doit: newNsid });
  handlers.register(RTM_GETNSID, AF_UNSPEC, { doit: getNsid, dumpit: dumpNsids });
}

function peerOf({ kernel }: Request, attributes: Attributes): { readonly peer: NetNamespace; readonly by: Attribute } {
  const pid = attributes.get(NETNSA.pid);
  const by = pid ?? attributes.get(NETNSA.fd);
  if (by === undefined) throw new Refusal(EINVAL, 'Peer netns reference is missing');
  const peer = kernel.findNamespace(pid === undefined ? 'fd' : 'pid', by.u32);
  if (peer === undefined) throw new Refusal(pid === undefined ? EBADF : ESRCH, 'Peer netns reference is invalid', { offset: by.at });
  return { peer, by };
}

function newNsid(request: Request): void {
  const attributes = request.attributes(HEADER, policy);
  const nsid = attributes.get(NETNSA.nsid);
  if (nsid === undefined) throw new Refusal(EINVAL, 'nsid is missing');
  const { ns } = request;
  const { peer, by } = peerOf(request, attributes);
  if (ns.nsids.idOf(peer) !== undefined) throw new Refusal(EEXIST, 'Peer netns already has a nsid assigned', { offset: by.at });
  const assigned = ns.nsids.assign(peer, nsid.s32 < 0 ? undefined : nsid.s32);
  if (assigned === undefined) throw new Refusal(EEXIST, 'The specified nsid is already used', { offset: nsid.at });
  request.kernel.notify(ns, RTNLGRP_NSID, () => ({ name: 'RTM_NEWNSID', body: { family: 0, nsid: assigned } }), { cause: request });
}

function getNsid(request: Request): void {
  const attributes = request.attributes(HEADER, policy, request.strict ? 'legacy' : 'liberal');
  if (request.strict && attributes.present().some(({ type }) => type > NETNSA.targetNsid)) throw new Refusal(EINVAL, 'Unsupported attribute in peer netns getid request');
  const { ns } = request;
  const nsid = attributes.get(NETNSA.nsid);
  let peer: NetNamespace;
  if (attributes.has(NETNSA.pid) || attributes.has(NETNSA.fd)) ({ peer } = peerOf(request, attributes));
  else if (nsid !== undefined) {
    const known = ns.nsids.find(nsid.s32);
    if (known === undefined) throw new Refusal(ENOENT, 'Peer netns reference is invalid', { offset: nsid.at });
    peer = known;
  } else throw new Refusal(EINVAL, 'Peer netns reference is missing');
  const target = attributes.get(NETNSA.targetNsid);
  const seen = target === undefined ? ns : ns.nsids.find(target.s32);
  if (seen === undefined) throw new Refusal(EINVAL, 'Target netns reference is invalid', { offset: target?.at ?? 0 });
  const id = seen.nsids.idOf(peer) ?? NETNSA_NSID_NOT_ASSIGNED;
  const current = target === undefined ? {} : { currentNsid: ns.nsids.idOf(peer) ?? NETNSA_NSID_NOT_ASSIGNED };
  request.reply({ name: 'RTM_NEWNSID', body: { family: 0, nsid: id, ...current } });
}

function dumpNsids(request: Request): DumpPlan {
  const { ns } = request;
  const target = request.strict ? dumpTarget(request) : undefined;
  return {
    messages: (function* () {
      for (const [nsid, peer] of (target ?? ns).nsids.entries()) {
        const current = target === undefined ? {} : { currentNsid: ns.nsids.idOf(peer) ?? NETNSA_NSID_NOT_ASSIGNED };
        yield () => ({ name: 'RTM_NEWNSID', body: { family: 0, nsid, ...current } }) as const;
      }
    })(),
  };
}

/** rtnl_valid_dump_net_req(). */
function dumpTarget(request: Request): NetNamespace | undefined {
  const attributes = request.attributes(HEADER, policy, 'legacy');
  let target: NetNamespace | undefined;
  for (const attribute of attributes.present()) {
    if (attribute.type !== NETNSA.targetNsid) throw new Refusal(EINVAL, 'Unsupported attribute in dump request', { offset: attribute.at });
    target = request.ns.nsids.find(attribute.s32);
    if (target === undefined) throw new Refusal(EINVAL, 'Invalid target network namespace id', { offset: attribute.at });
  }
  return target;
}
