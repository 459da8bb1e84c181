// The agent on this machine: main.ts PARENT MODE GATEWAY [PID=ADDRESS/LENGTH ...], until it is interrupted; PID is a process in the container
// (`docker inspect -f '{{.State.Pid}}' NAME`). Needs CAP_NET_ADMIN and CAP_SYS_ADMIN.

import { Rtnl } from 'rtnetlink';
import { Agent, type Spec } from './agent.js';

const [parent = 'eth0', mode = 'bridge', gateway = '', ...containers] = process.argv.slice(2);

const agent = await Agent.open({
  open: (netns) => Rtnl.open(netns === undefined ? {} : { netns }),
  schedule(milliseconds, task) {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
  log: (line) => console.log(line),
});
process.once('SIGINT', () => agent.close());
for (const container of containers) {
  const [pid = '', address = ''] = container.split('=');
  await agent.attach({ id: pid, netns: Number(pid), parent, mode: mode as Spec['mode'], address, gateway });
}
