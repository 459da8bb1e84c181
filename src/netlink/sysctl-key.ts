// How kernel parameters are named. Truth: sysctl(8).

import { EncodeError } from './errors.js';
import { told } from './expect.js';

/**
 * `net.ipv4.conf.all.arp_ignore`, `net/ipv4/conf/all/arp_ignore`, or the parts one by one. Whichever separator comes first is
 * the separator, the other then stands for itself in a name: `net.ipv4.conf.eth0/100.arp_ignore` and
 * `net/ipv4/conf/eth0.100/arp_ignore` are about the link `eth0.100`.
 */
export type SysctlKey = string | readonly string[];

/** The parts of a key, or undefined for what names no parameter. Throws EncodeError for what is no key at all. */
export function sysctlParts(key: SysctlKey): readonly string[] | undefined {
  if (typeof key !== 'string' && !(Array.isArray(key) && key.every((part) => typeof part === 'string'))) {
    throw new EncodeError(`a kernel parameter is told by text, or by its parts, each of them text, not by ${told(key)}`);
  }
  const parts = typeof key === 'string' ? split(key) : key;
  return parts.length === 0 || parts.some((part) => part === '' || part === '.' || part === '..' || /[/\0]/.test(part)) ? undefined : parts;
}

function split(key: string): string[] {
  const [separator] = /[./]/.exec(key) ?? ['.'];
  return separator === '/' ? key.split('/') : key.split('.').map((part) => part.replaceAll('/', '.'));
}
