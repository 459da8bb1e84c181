// The topology of the macvlan recipe, made of namespaces and veth pairs: two hosts, the switch between them, a server behind it,
// and the namespaces with macvlans in them that the rows make and remove.

import { setMaxListeners } from 'node:events';
import type { SystemError } from '../../index.js';
import { type Ground, machineGround } from './ground.js';
import { Host, PREFIX } from './host.js';

/** How a macvlan treats its siblings. */
export const MODES = ['bridge', 'vepa', 'private', 'passthru', 'source'] as const;
export type Mode = (typeof MODES)[number];

/** Addresses of the recipe. */
export const AT = {
  gateway: '172.16.10.1',
  net1: '172.16.10.2',
  net2: '172.16.10.3',
  macvlan1: '172.16.10.5',
  macvlan2: '172.16.10.6',
  router: '10.20.30.1',
  server: '10.20.30.13',
  macvlan3: '192.168.10.5',
  macvlan4: '192.168.10.6',
} as const;

export interface LabOptions {
  readonly signal: AbortSignal;
  /** All namespaces have names, and stay. */
  readonly keep?: boolean;
  /** This machine's kernel by default. */
  readonly ground?: Ground;
}

export class Lab {
  readonly net1: Host;
  readonly net2: Host;
  readonly wire: Host;
  readonly server: Host;
  /** namespace1 and namespace2, as long as they are there. */
  inside: readonly Host[] = [];
  /** Why a namespace has no name that should have one. */
  unnamed: SystemError | undefined;
  private closed = false;

  private constructor(
    private readonly hosts: Host[],
    readonly signal: AbortSignal,
    readonly ground: Ground,
  ) {
    [this.net1, this.net2, this.wire, this.server] = hosts as [Host, Host, Host, Host];
  }

  /** Nothing is left behind where it rejects. */
  static async build({ signal: theirs, keep = false, ground = machineGround }: LabOptions): Promise<Lab> {
    const signal = AbortSignal.any([theirs]);
    // Every echo that is waited for listens to it, and everyone may ask everyone.
    setMaxListeners(0, signal);
    const hosts: Host[] = [];
    let unnamed: SystemError | undefined;
    try {
      for (const label of ['net1', 'net2', 'switch', 'server']) {
        hosts.push(
          await Host.open(ground, label, signal, keep ? nameOf(label) : undefined, (error) => {
            unnamed = error;
          }),
        );
      }
      const lab = new Lab(hosts, signal, ground);
      lab.unnamed = unnamed;
      await lab.wireUp();
      return lab;
    } catch (error) {
      for (const host of hosts) await host.close();
      throw error;
    }
  }

  /** Everything there is, from the one that was made first. */
  get everyone(): readonly Host[] {
    return this.hosts;
  }

  private async wireUp(): Promise<void> {
    const { net1, net2, wire, server } = this;
    for (const { rtnl } of this.hosts) {
      // What the kernel starts with; a new namespace has what the machine's own was set to.
      for (const key of ['rp_filter', 'arp_ignore', 'arp_announce', 'forwarding']) {
        for (const of of ['all', 'default']) await rtnl.sysctl.write(`net.ipv4.conf.${of}.${key}`, 0);
      }
    }
    await wire.rtnl.sysctl.write('net.ipv4.ip_forward', 1);
    for (const bridge of ['br10', 'br20']) await wire.rtnl.links.add({ kind: 'bridge', name: bridge, up: true });
    for (const host of [net1, net2]) {
      for (const [port, bridge] of [
        ['eth0', 'br10'],
        ['eth1', 'br20'],
      ] as const) {
        await this.cable(host, port, bridge);
      }
      await host.rtnl.addresses.add({ dev: 'eth0', address: `${AT[host.label as 'net1' | 'net2']}/24` });
    }
    await wire.rtnl.addresses.add({ dev: 'br10', address: `${AT.gateway}/24` });
    await this.cable(server, 'eth0');
    await wire.rtnl.addresses.add({ dev: 'server-eth0', address: `${AT.router}/24` });
    await server.rtnl.addresses.add({ dev: 'eth0', address: `${AT.server}/24` });
    for (const host of [net1, net2]) await host.rtnl.routes.add({ dst: 'default', via: AT.gateway });
    await server.rtnl.routes.add({ dst: 'default', via: AT.router });
  }

  /** A veth pair from a host to the switch, where its end is named after both. */
  private async cable({ label, netns, rtnl }: Host, port: string, bridge?: string): Promise<void> {
    const name = `${label}-${port}`;
    const { links } = this.wire.rtnl;
    await links.add({ kind: 'veth', name, peer: { name: port, netns: { fd: netns.fd } } });
    await links.set(name, { ...(bridge !== undefined && { master: bridge }), up: true });
    await rtnl.links.set(port, { up: true });
    await rtnl.links.set('lo', { up: true });
  }

  /** A namespace beside the hosts, with a name that `ip netns` sees where this user may give one. */
  async namespace(label: string): Promise<Host> {
    const host = await Host.open(this.ground, label, this.signal, nameOf(label), (error) => {
      this.unnamed = error;
    });
    this.hosts.push(host);
    if (this.closed) await this.remove(host);
    this.signal.throwIfAborted();
    return host;
  }

  async remove(host: Host): Promise<void> {
    const at = this.hosts.indexOf(host);
    if (at < 0) return;
    this.hosts.splice(at, 1);
    await host.close();
  }

  /** Nobody knows anybody's link-layer address any more. */
  async forget(): Promise<void> {
    for (const { rtnl } of this.hosts) await rtnl.neighbours.flush({});
  }

  /** Removes everything, or leaves what has a name where it is to be kept. Calling it twice is no error. Rejects with the first failure, once all was tried. */
  async close(keep = false): Promise<void> {
    this.closed = true;
    const outcomes = await Promise.allSettled(this.hosts.splice(0).map((host) => (keep ? host.leave() : host.close())));
    for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  }
}

function nameOf(label: string): string {
  return `${PREFIX}${process.pid}-${label}`;
}
