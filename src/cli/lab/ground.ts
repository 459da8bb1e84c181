// What a lab stands on: where its namespaces come from, and who answers in them. This machine's kernel, here.

import { setTimeout } from 'node:timers/promises';
import { type Echo, type EchoOptions, echo, netns, Rtnl } from '../../index.js';

/** A network namespace of a lab. */
export interface Space {
  /** As requests name it. */
  readonly fd: number;
  /** A client in it, which its caller closes. */
  client(): Promise<Rtnl>;
  /** Whether an echo comes back from an address; `timeout` and `interval` in milliseconds of whoever answers. */
  echo(address: string, options: Pick<EchoOptions, 'timeout' | 'interval' | 'signal'>): Promise<Echo>;
  /** Gives it up: one without a name is gone then. */
  close(): void;
}

/** All reject with SystemError. */
export interface Ground {
  /** A fresh namespace; with a name, one that `ip netns` sees. */
  create(name?: string): Promise<Space>;
  /** One that is there already. */
  open(name: string): Promise<Space>;
  /** Takes the name away. */
  delete(name: string): Promise<void>;
  /** The names there are. */
  list(): Promise<readonly string[]>;
  /** Lets time pass, in milliseconds. */
  pause(milliseconds: number): Promise<void>;
}

const space = (namespace: Awaited<ReturnType<typeof netns.create>>): Space => ({
  fd: namespace.fd,
  client: () => Rtnl.open({ netns: namespace }),
  echo: (address, options) => echo(namespace, address, options),
  close: () => namespace.close(),
});

export const machineGround: Ground = {
  create: async (name) => space(await netns.create(name)),
  open: async (name) => space(await netns.open(name)),
  delete: (name) => netns.delete(name),
  list: () => netns.list(),
  pause: (milliseconds) => setTimeout(milliseconds),
};
