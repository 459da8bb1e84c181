// Kernel parameters of the client's network namespace: what sysctl(8) reads and writes there.

import { EncodeError, NetlinkError } from '../netlink/errors.js';
import { told } from '../netlink/expect.js';
import type { SysctlKey } from '../netlink/sysctl-key.js';
import type { Transport } from '../netlink/transport.js';

export type { SysctlKey };

/**
 * Reading and writing happens at once, on this thread, inside the namespace. Both reject with SystemError (`ENOENT` where there is
 * no such parameter; `EACCES` and `EPERM`, whose `capability` is what was missing), and with NetlinkError ERR_NETLINK_UNSUPPORTED on
 * a transport to no namespace of this machine that has no parameters of its own;
 * with EncodeError for what is no key or no value.
 */
export class Sysctl {
  constructor(private readonly transport: Transport) {}

  /** The value as the kernel writes it, without the last newline: `1`, `4096\t131072\t6291456`. */
  async read(key: SysctlKey): Promise<string> {
    const { parameters } = this.transport;
    if (parameters !== undefined) return parameters.read(key);
    const { readSysctl } = await import('../netlink/socket/surface.js');
    return this.inside(() => readSysctl(key));
  }

  /** `EINVAL` for a value that the parameter does not take. */
  async write(key: SysctlKey, value: string | number | boolean): Promise<void> {
    if (!['string', 'number', 'boolean'].includes(typeof value)) throw new EncodeError(`the value of a kernel parameter is text, a number, true or false, not ${told(value)}`);
    const { parameters } = this.transport;
    if (parameters !== undefined) return parameters.write(key, value);
    const { writeSysctl } = await import('../netlink/socket/surface.js');
    this.inside(() => writeSysctl(key, value));
  }

  private inside<T>(section: () => T): T {
    if (this.transport.inside === undefined) throw new NetlinkError('ERR_NETLINK_UNSUPPORTED', 'this transport leads to no network namespace of this machine');
    return this.transport.inside(section);
  }
}
