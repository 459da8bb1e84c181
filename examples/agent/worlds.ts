// Where the agent is tested: the same small network on a simulated kernel and, where this process may, on the real one. A host whose `eth0` is a
// port of the bridge `br0` of a switch, 172.16.10.1, and two containers.

import { echo, type Namespace, netns, Rtnl } from 'rtnetlink';
import { SimulatedKernel, VirtualClock } from 'rtnetlink/simkernel';
import { Agent, type Spec, type Surroundings } from './agent.js';

type Place = Spec['netns'];

/** A network, an agent on its host, and somebody else who changes things. */
export interface World {
  readonly agent: Agent;
  /** What the agent said. */
  readonly log: readonly string[];
  readonly containers: readonly [Place, Place];
  /** Clients of our own, of those who get in the way. */
  readonly host: Rtnl;
  readonly inside: readonly [Rtnl, Rtnl];
  /** Whether an echo from a container comes back. */
  reaches(from: Place, to: string): Promise<boolean>;
  /** Waits for what the agent does, as long as it takes. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Waits for something to be so in the container. */
  until(inside: Rtnl, seen: (mirror: Mirror) => boolean): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const OBJECTS = ['link', 'address', 'route'] as const;
const watched = (rtnl: Rtnl) => rtnl.watch(OBJECTS);
type Mirror = ReturnType<typeof watched>['current'];

export interface SimulatedWorld extends World {
  readonly kernel: SimulatedKernel;
  readonly clock: VirtualClock;
}

/** All in memory: any user, any operating system, and time passes when we say so. */
export async function simulated(): Promise<SimulatedWorld> {
  const clock = new VirtualClock();
  const kernel = new SimulatedKernel({ clock });
  const host = kernel.createNamespace('host');
  const wire = kernel.createNamespace('switch');
  const containers = [kernel.createNamespace('one'), kernel.createNamespace('two')] as const;
  const open = (place: Place) => Rtnl.open({ transport: kernel.transport({ netns: place }) });
  const parts = await network({ open, places: [host, wire, ...containers], schedule: (after, task) => clock.schedule(after, task) });

  const during = async <T>(work: Promise<T>): Promise<T> => {
    let settled = false;
    const done = () => {
      settled = true;
    };
    work.then(done, done);
    for (let passed = 0; !settled && passed < 60_000; passed += 100) await clock.pass(100);
    if (!settled) throw new Error('the agent is not through after a minute');
    return work;
  };
  return {
    ...parts,
    kernel,
    clock,
    containers: [containers[0].pid, containers[1].pid],
    reaches: async (from, to) => kernel.reach(containers.find(({ pid }) => pid === from) ?? host, to).reachable,
    during,
    until: (inside, seen) => during(until(inside, seen)),
  };
}

/** Why it cannot be on the real kernel; undefined where it can. */
export async function noKernel(): Promise<string | undefined> {
  try {
    (await netns.create()).close();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** In network namespaces of its own, which go with it. */
export async function real(): Promise<World> {
  const places: Namespace[] = [];
  for (let n = 0; n < 4; n++) places.push(await netns.create());
  const [host, wire, one, two] = places as [Namespace, Namespace, Namespace, Namespace];
  const schedule: Surroundings['schedule'] = (after, task) => {
    const timer = setTimeout(task, after);
    return () => clearTimeout(timer);
  };
  const parts = await network({ open: (place) => Rtnl.open({ netns: place }), places: [host, wire, one, two], schedule });
  return {
    ...parts,
    containers: [one, two],
    // A link that has just come up may be looked at a second later, and a neighbour be asked for once more.
    reaches: async (from, to) => (await echo(from, to, { timeout: 2500 })).reachable,
    during: (work) => work,
    until,
    async [Symbol.asyncDispose]() {
      await parts[Symbol.asyncDispose]();
      for (const place of places) place.close();
    },
  };
}

interface Ground {
  open(place: Place): Promise<Rtnl>;
  readonly places: readonly [host: { readonly fd: number }, wire: { readonly fd: number }, one: Place, two: Place];
  readonly schedule: Surroundings['schedule'];
}

async function network({ open, places: [hostPlace, wirePlace, one, two], schedule }: Ground) {
  const host = await open(hostPlace);
  const wire = await open(wirePlace);
  await wire.links.add({ kind: 'bridge', name: 'br0', up: true });
  await wire.addresses.add({ dev: 'br0', address: '172.16.10.1/24' });
  await wire.links.add({ kind: 'veth', name: 'port0', master: 'br0', up: true, peer: { name: 'eth0', netns: { fd: hostPlace.fd } } });
  await host.links.set('eth0', { up: true });
  const inside = [await open(one), await open(two)] as const;
  const log: string[] = [];
  const agent = await Agent.open({ open: (place = hostPlace) => open(place), schedule, log: (line) => log.push(line) });
  return {
    agent,
    log,
    host,
    inside,
    async [Symbol.asyncDispose]() {
      await agent.close();
      for (const rtnl of [host, wire, ...inside]) await rtnl.close();
    },
  };
}

async function until(inside: Rtnl, seen: (mirror: Mirror) => boolean): Promise<void> {
  await using mirror = watched(inside);
  await mirror.ready;
  if (seen(mirror.current)) return;
  for await (const _ of mirror) if (seen(mirror.current)) return;
}
