// A link as `ip link`, `ip addr` and `ip monitor` show it. iproute2: ip/ipaddress.c: print_linkinfo().

import { AF_PACKET, AF_UNSPEC, IFF_POINTOPOINT } from '../constants.js';
import type { AnyLink } from '../link.js';
import { familyOf, type ShowContext } from './context.js';
import { showLinkAddress } from './link-address.js';
import { showLinkDetails } from './link-details.js';
import { showFlags, showLinkMode, showNameAndLink, showOperState } from './link-parts.js';
import { showLinkStats } from './link-stats.js';
import { showVfs } from './link-vf.js';
import { showXdp, showXdpPrograms } from './link-xdp.js';
import { groupName, linkTypeName, protoDownReasonName } from './names.js';
import type { Printer } from './printer.js';

/**
 * Writes one link; in JSON, into the object that is open. `deleted` is for RTM_DELLINK. With -br it is one line, which
 * for `ip addr` is left open for the addresses.
 */
export function showLink(out: Printer, link: AnyLink, context: ShowContext, deleted = false): void {
  if (deleted) out.both('deleted', true, 'Deleted ');
  if (out.brief) return showBrief(out, link, context);
  const whole = context.command === 'link';
  out.both('ifindex', link.index, `${link.index}: `);
  const lowerDown = showNameAndLink(out, link, context.names, (name) => `${name}: `);
  showFlags(out, link.flags, lowerDown);
  showState(out, link, context);
  const family = familyOf(context);
  if (family === AF_UNSPEC || family === AF_PACKET || out.details > 0) showAddresses(out, link);
  showNamespaces(out, link, context);
  showProtoDown(out, link, context);
  if (out.details > 0) showLinkDetails(out, link, context);
  if (whole || out.details > 0) {
    if (link.ifalias !== undefined) {
      out.text(`${out.newline}    `);
      out.both('ifalias', link.ifalias, `alias ${link.ifalias}`);
    }
    if (link.xdp !== undefined) showXdpPrograms(out, link.xdp);
  }
  if (whole && out.statistics > 0) {
    out.text(out.newline);
    showLinkStats(out, link);
  }
  if (whole || out.details > 0) showVfs(out, link);
  if (link.propList !== undefined) showAlternativeNames(out, link.propList);
  out.text('\n');
}

function showBrief(out: Printer, link: AnyLink, context: ShowContext): void {
  const lowerDown = showNameAndLink(out, link, context.names, (name) => `${padEnd(name, 16)} `);
  if (link.operstate !== undefined) showOperState(out, link.operstate);
  if (familyOf(context) !== AF_PACKET) return;
  if (link.address !== undefined) {
    const address = showLinkAddress(link.address, link.type);
    out.both('address', address, `${address} `, 'mac');
  }
  showFlags(out, link.flags, lowerDown);
  out.text('\n');
}

/** printf's %-16s, which counts bytes. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - new TextEncoder().encode(text).length));
}

function showState(out: Printer, link: AnyLink, { command, names, tables }: ShowContext): void {
  if (link.mtu !== undefined) out.both('mtu', link.mtu | 0, `mtu ${link.mtu} `);
  if (link.xdp !== undefined) showXdp(out, link.xdp, command === 'link');
  if (link.qdisc !== undefined) out.both('qdisc', link.qdisc, `qdisc ${link.qdisc} `);
  if (link.master !== undefined) {
    const master = names.name(link.master);
    out.both('master', master, `master ${master} `);
  }
  if (link.operstate !== undefined) showOperState(out, link.operstate);
  if (command === 'link' && link.linkmode !== undefined) showLinkMode(out, link.linkmode);
  if (link.group !== undefined) {
    const group = groupName(link.group, out, tables);
    out.both('group', group, `group ${group} `);
  }
  const queue = (link.txqlen ?? names.queueLength?.(link.index) ?? 0) | 0;
  if (command !== 'monitor' && queue !== 0) out.both('txqlen', queue, `qlen ${queue}`);
  if (link.event !== undefined) showEvent(out, link.event);
}

/** IFLA_EVENT_*. */
const EVENTS = ['NONE', 'REBOOT', 'FEATURE CHANGE', 'BONDING FAILOVER', 'NOTIFY PEERS', 'RESEND IGMP', 'BONDING OPTION'];

function showEvent(out: Printer, event: number): void {
  if (event === 0) return;
  const name = EVENTS[event] ?? event | 0;
  out.both('event', name, `event ${name} `);
}

function showAddresses(out: Printer, link: AnyLink): void {
  const type = linkTypeName(link.type, out);
  out.text(out.newline);
  out.both('link_type', type, `    link/${type} `);
  if (link.address !== undefined) showHardwareAddress(out, 'address', link.address, link.type);
  if (link.broadcast !== undefined) {
    const peer = (link.flags & IFF_POINTOPOINT) !== 0;
    out.text(peer ? ' peer ' : ' brd ');
    if (peer) out.member('link_pointtopoint', true);
    showHardwareAddress(out, 'broadcast', link.broadcast, link.type);
  }
  if (link.permAddress !== undefined && link.permAddress !== link.address) {
    out.text(' permaddr ');
    showHardwareAddress(out, 'permaddr', link.permAddress, link.type);
  }
}

function showHardwareAddress(out: Printer, key: string, value: string, type: number): void {
  const address = showLinkAddress(value, type);
  out.both(key, address, address, 'mac');
}

function showNamespaces(out: Printer, { linkNetnsid, newNetnsid, newIfindex }: AnyLink, { names }: ShowContext): void {
  if (linkNetnsid !== undefined) out.member('link_netnsid', linkNetnsid);
  // A name is looked up where it is shown.
  if (out.json) return;
  if (linkNetnsid !== undefined) {
    const name = linkNetnsid < 0 ? undefined : names.namespace?.(linkNetnsid);
    if (name !== undefined) out.text(` link-netns ${name}`);
    else out.text(` link-netnsid ${linkNetnsid < 0 ? 'unknown' : linkNetnsid}`);
  }
  if (newNetnsid !== undefined) {
    const name = newNetnsid < 0 ? undefined : names.namespace?.(newNetnsid);
    out.text(name === undefined ? ` new-netnsid ${newNetnsid}` : ` new-netns ${name}`);
  }
  if (newIfindex !== undefined) out.text(` new-ifindex ${newIfindex}`);
}

/** 6.1 looks at the low byte of the reasons only, and at none on a link without a broadcast address. */
function showProtoDown(out: Printer, link: AnyLink, { tables }: ShowContext): void {
  if (link.protoDown === undefined) return;
  if (link.protoDown !== 0) out.both('proto_down', true, ' protodown on ');
  const reasons = link.broadcast === undefined ? 0 : (link.protoDownReason?.value ?? 0) & 0xff;
  if (reasons === 0) return;
  const names: string[] = [];
  for (let bit = 0; bit < 8; bit++) if ((reasons & (1 << bit)) !== 0) names.push(protoDownReasonName(bit, out, tables));
  out.both('proto_down_reason', names, `protodown_reason <${names.join(',')}>`);
}

function showAlternativeNames(out: Printer, names: readonly string[]): void {
  out.openArray('altnames');
  for (const name of names) {
    out.text(`${out.newline}    altname `);
    out.both(undefined, name, name);
  }
  out.closeArray();
}

/** The links whose name or flags showing this one looks up: fill {@link ShowContext.names} with them. */
export function linkReferences(link: AnyLink): number[] {
  const indexes = new Set<number>();
  if (link.link !== undefined && link.linkNetnsid === undefined) indexes.add(link.link);
  if (link.master !== undefined) indexes.add(link.master);
  indexes.delete(0);
  return [...indexes];
}
