// RTM_NEWADDRLABEL, RTM_DELADDRLABEL and RTM_GETADDRLABEL. net/ipv6/addrlabel.c: ip6addrlbl_newdel(), ip6addrlbl_get(), ip6addrlbl_dump().
// Nobody is told of labels.

import { NLM_F_REPLACE } from '../../netlink/constants.js';
import { EINVAL, ESRCH } from '../../netlink/errno-numbers.js';
import { ifaddrlblmsg } from '../../rtnl/address-label.js';
import { AF_INET6 } from '../../rtnl/constants.js';
import type { DumpPlan } from '../dump.js';
import type { Handlers } from '../intake.js';
import { ipOf, ipText } from '../ip.js';
import type { PolicyTable } from '../policy.js';
import type { Outgoing } from '../protocol.js';
import { Refusal } from '../refusal.js';
import type { Request } from '../request.js';
import type { LabelEntry, LabelTable } from './label-table.js';

const RTM_NEWADDRLABEL = 72;
const RTM_DELADDRLABEL = 73;
const RTM_GETADDRLABEL = 74;

/** IFAL_*. */
const ADDRESS = 1;
const LABEL = 2;
const policy: PolicyTable = { maxType: 2, rules: { 1: { type: 'unspec', length: 16 }, 2: { type: 'unspec', length: 4 } } };

const BITS = 128;
/** IPV6_ADDR_LABEL_DEFAULT. */
const NO_LABEL = 0xffffffff;
/** Where struct ifaddrlblmsg has a byte that nothing stands in. */
const RESERVED = 17;

export function registerLabels(handlers: Handlers): void {
  handlers.register(RTM_NEWADDRLABEL, AF_INET6, { doit: addLabel });
  handlers.register(RTM_DELADDRLABEL, AF_INET6, { doit: removeLabel });
  handlers.register(RTM_GETADDRLABEL, AF_INET6, { doit: getLabel, dumpit: dumpLabels });
}

/** Throws Refusal. */
function labelAsked(request: Request): Pick<LabelEntry, 'prefix' | 'length' | 'index' | 'label'> {
  const { prefixlen, index } = request.struct(ifaddrlblmsg);
  const attributes = request.attributes(ifaddrlblmsg.size, policy);
  const address = attributes.get(ADDRESS);
  const label = attributes.u32(LABEL);
  if (prefixlen > BITS || address === undefined || label === undefined || label === NO_LABEL) throw new Refusal(EINVAL);
  return { prefix: ipOf(address.payload, AF_INET6), length: prefixlen, index, label };
}

function addLabel(request: Request): void {
  const asked = labelAsked(request);
  if (asked.index !== 0 && request.ns.links.get(asked.index) === undefined) throw new Refusal(EINVAL);
  request.ns.labels.add(asked, (request.flags & NLM_F_REPLACE) !== 0);
}

function removeLabel(request: Request): void {
  request.ns.labels.remove(labelAsked(request));
}

/** ip6addrlbl_fill(). */
function labelMessage({ prefix, length, index, label }: LabelEntry, { sequence }: LabelTable): Outgoing {
  return { name: 'RTM_NEWADDRLABEL', body: { family: AF_INET6, prefixlen: length, flags: 0, index, seq: sequence, address: ipText(prefix), label } };
}

function getLabel(request: Request): void {
  const { ns, bytes, strict } = request;
  const header = request.struct(ifaddrlblmsg, 'Invalid header for addrlabel get request');
  if (strict && (bytes.array[RESERVED] !== 0 || header.flags !== 0 || header.seq !== 0)) throw new Refusal(EINVAL, 'Invalid values in header for addrlabel get request');
  const attributes = request.attributes(ifaddrlblmsg.size, policy, strict ? 'legacy' : 'liberal');
  if (strict && attributes.has(LABEL)) throw new Refusal(EINVAL, 'Unsupported attribute in addrlabel get request');
  const address = attributes.get(ADDRESS);
  if (header.prefixlen !== BITS || (header.index !== 0 && ns.links.get(header.index) === undefined) || address === undefined) throw new Refusal(EINVAL);
  const found = ns.labels.find(ipOf(address.payload, AF_INET6), header.index);
  if (found === undefined) throw new Refusal(ESRCH);
  request.reply(labelMessage(found, ns.labels));
}

function dumpLabels(request: Request): DumpPlan {
  const { ns, bytes, strict } = request;
  if (strict) {
    const header = request.struct(ifaddrlblmsg, 'Invalid header for address label dump request');
    if (bytes.array[RESERVED] !== 0 || header.prefixlen !== 0 || header.flags !== 0 || header.index !== 0 || header.seq !== 0) {
      throw new Refusal(EINVAL, 'Invalid values in header for address label dump request');
    }
    if (request.length > ifaddrlblmsg.size) throw new Refusal(EINVAL, 'Invalid data after header for address label dump request');
  }
  return {
    messages: (function* () {
      for (const entry of ns.labels.all()) yield () => labelMessage(entry, ns.labels);
    })(),
  };
}
