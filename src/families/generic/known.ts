// The families of generic netlink that are known beforehand, by name.

import { controllerFamily } from './controller.js';
import type { GenericFamily } from './family.js';
import { fouFamily } from './fou.js';
import { ilaFamily } from './ila.js';
import { ioam6Family } from './ioam6.js';
import { l2tpFamily } from './l2tp.js';
import { macsecFamily } from './macsec.js';
import { mptcpFamily } from './mptcp.js';
import { seg6Family } from './seg6.js';
import { tcpMetricsFamily } from './tcp-metrics.js';

/** All of them. */
export const KNOWN_FAMILIES: readonly GenericFamily[] = [controllerFamily, macsecFamily, mptcpFamily, l2tpFamily, fouFamily, tcpMetricsFamily, ilaFamily, seg6Family, ioam6Family];

/** What is known of a family beforehand. */
export function knownFamily(name: string | undefined): GenericFamily | undefined {
  return KNOWN_FAMILIES.find((one) => one.name === name);
}

/** The family that has a command, answer or event of this name. */
export function familyOfCommand(command: string): GenericFamily | undefined {
  return KNOWN_FAMILIES.find(({ commands, replies = {}, events = {} }) => [commands, replies, events].some((table) => Object.hasOwn(table, command)));
}
