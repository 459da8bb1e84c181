// Carrier changes are looked at later: at once where links wait for it, else once a second. net/core/link_watch.c.

import type { SimulatedKernel } from '../kernel.js';
import type { Device, OperState } from './device.js';
import { linkStateChanged } from './notify.js';

const SECOND = 1000;

/** The queue of links whose carrier has changed, one for all namespaces. */
export class LinkWatch {
  private pending = new Set<Device>();
  /** Those of them that are being looked at, one by one: until it is its turn a link is not noted again. */
  private working = new Set<Device>();
  private next = 0;
  private urgent = false;
  private cancel: (() => void) | undefined;

  constructor(private readonly kernel: SimulatedKernel) {}

  /** How often something was to be looked at. */
  fired = 0;

  /** linkwatch_fire_event(). */
  fire(dev: Device): void {
    this.fired++;
    const urgent = isUrgent(dev);
    if (!this.pending.has(dev) && !this.working.has(dev)) this.pending.add(dev);
    else if (!urgent) return;
    this.schedule(urgent);
  }

  /** Whether links wait to be looked at: whoever asks for one then has that done. */
  get waiting(): boolean {
    return this.pending.size > 0;
  }

  forget(dev: Device): void {
    this.pending.delete(dev);
    this.working.delete(dev);
  }

  private schedule(urgent: boolean): void {
    if (this.urgent) return;
    if (urgent) {
      this.urgent = true;
      this.kernel.defer(() => this.run());
      return;
    }
    if (this.cancel !== undefined) return;
    const delay = this.next - this.kernel.clock.now();
    if (delay <= 0 || delay > SECOND) {
      this.cancel = () => undefined;
      this.kernel.defer(() => this.run());
    } else {
      this.cancel = this.kernel.clock.schedule(delay, () => {
        this.run();
        this.kernel.settle();
      });
    }
  }

  private run(): void {
    this.cancel?.();
    this.cancel = undefined;
    const now = this.kernel.clock.now();
    const urgentOnly = this.next > now;
    if (!urgentOnly) this.next = now + SECOND;
    this.urgent = false;
    this.working = this.pending;
    this.pending = new Set();
    for (const dev of this.working) {
      this.working.delete(dev);
      if (!dev.registered) continue;
      if (urgentOnly && !isUrgent(dev)) {
        this.pending.add(dev);
        continue;
      }
      settle(dev);
    }
    if (this.pending.size > 0) this.schedule(false);
  }

  /** linkwatch_sync_dev(): whoever asks for one link sees it as it is. */
  sync(dev: Device): void {
    if (this.pending.delete(dev) || this.working.delete(dev)) settle(dev);
  }
}

/** linkwatch_do_dev(). */
function settle(dev: Device): void {
  updateOperstate(dev);
  if (!dev.up) return;
  if (dev.carrier) activate(dev);
  else dev.active = false;
  linkStateChanged(dev);
}

function isUrgent(dev: Device): boolean {
  if (!dev.up) return false;
  if (dev.index !== dev.iflink) return true;
  return dev.carrier && dev.qdisc !== 'noop' && !dev.active;
}

/** dev_activate(): a queueing discipline, which is used as soon as the link can send. */
export function activate(dev: Device): void {
  if (dev.qdisc === 'noop') dev.qdisc = defaultQdisc(dev);
  if (dev.carrier) dev.active = true;
}

/** Packets that a ring of pfifo_fast can hold, KMALLOC_MAX_SIZE of pointers: __ptr_ring_init_queue_alloc(). */
export const LONGEST_QUEUE = (4 << 20) / 8;

/** attach_default_qdiscs(): none where it cannot be made. */
function defaultQdisc({ noQueue, txqlen, numTxQueues }: Device): string {
  if (noQueue || txqlen === 0 || txqlen > LONGEST_QUEUE) return 'noqueue';
  return numTxQueues > 1 ? 'mq' : 'pfifo_fast';
}

/** rfc2863_policy(). */
export function updateOperstate(dev: Device): void {
  const state = defaultOperstate(dev);
  if (state !== dev.operstate) dev.operstate = (state === 'up' && MODES[dev.linkmode]) || state;
}

/** IF_LINK_MODE_*: what a link that comes up is instead. */
const MODES: Readonly<Record<number, OperState>> = { 1: 'dormant', 2: 'testing' };

function defaultOperstate(dev: Device): OperState {
  if (dev.testing) return 'testing';
  if (dev.carrier) return dev.dormant ? 'dormant' : 'up';
  if (dev.iflink === dev.index) return 'down';
  const peer = dev.ns.links.get(dev.iflink);
  return peer === undefined || peer.carrier ? 'down' : 'lowerlayerdown';
}

/** netif_carrier_on(), netif_carrier_off(). */
export function setCarrier(dev: Device, carrier: boolean): void {
  if (dev.carrier === carrier) return;
  dev.carrier = carrier;
  if (!dev.registered) return;
  if (carrier) dev.carrierUpCount++;
  else dev.carrierDownCount++;
  dev.ns.kernel.linkwatch.fire(dev);
}
