// A lab on a simulated kernel, whose time passes while something is waited for, and not else.

import { Rtnl } from '../../index.js';
import { VirtualClock } from '../../simkernel/clock.js';
import { SimulatedKernel } from '../../simkernel/kernel.js';
import type { NetNamespace } from '../../simkernel/namespace.js';
import { SimulatedMachine } from '../sim/machine.js';
import type { Ground, Space } from './ground.js';

export function simulatedGround(): Ground {
  const clock = new VirtualClock();
  const kernel = new SimulatedKernel({ clock });
  const machine = new SimulatedMachine(kernel);
  const space = (ns: NetNamespace): Space => ({
    fd: ns.fd,
    client: () => Rtnl.open({ transport: machine.open({ netns: ns }) }),
    async echo(address, { timeout = 1000, interval = 200, signal }) {
      for (let ms = 0; ; ms += interval) {
        signal?.throwIfAborted();
        const { reachable, code } = kernel.echo(ns, address);
        if (reachable) return { reachable, ms };
        if (code !== undefined) return { reachable, reason: 'unreachable', code, ms };
        if (ms >= timeout) return { reachable, reason: 'timeout', ms };
        clock.advance(interval);
      }
    },
    close() {
      if (machine.nameOf(ns) === undefined) machine.end(ns);
    },
  });
  return {
    create: async (name) => space(machine.create(name)),
    open: async (name) => space(machine.expect(name)),
    delete: async (name) => machine.delete(name),
    list: async () => machine.list(),
    pause: async (milliseconds) => clock.advance(milliseconds),
  };
}
