// A CNI plugin (specification 1.0.0) that gives a container a macvlan. A container runtime starts it with CNI_COMMAND, CNI_CONTAINERID, CNI_NETNS and CNI_IFNAME
// in its environment and with its configuration on standard input: {"cniVersion":"1.0.0","name":"lan","type":"cni-macvlan","master":"eth0",
// "address":"172.16.10.5/24","gateway":"172.16.10.1"}. Needs CAP_NET_ADMIN and CAP_SYS_ADMIN.

import { readFileSync } from 'node:fs';
import { type ErrnoName, KernelError, Rtnl, SystemError } from 'rtnetlink';

interface Configuration {
  readonly cniVersion: string;
  readonly master: string;
  readonly mode?: 'bridge' | 'private' | 'vepa';
  readonly address: string;
  readonly gateway?: string;
}

const { CNI_COMMAND: command, CNI_NETNS: netns = '', CNI_IFNAME: ifname = '' } = process.env;

async function add({ cniVersion, master, mode = 'bridge', address, gateway }: Configuration) {
  await using host = await Rtnl.open();
  await using inside = await Rtnl.open({ netns });
  const { index } = await host.links.add({ kind: 'macvlan', name: ifname, link: master, mode, netns });
  try {
    // The kernel tells the neighbours whose the address is now, when the link comes up.
    await inside.sysctl.write(['net', 'ipv4', 'conf', ifname, 'arp_notify'], 1);
    await inside.addresses.add({ dev: index, address });
    await inside.links.set(index, { up: true });
    if (gateway !== undefined) await inside.routes.add({ dst: 'default', via: gateway, dev: index });
    const { address: mac } = await inside.links.get(index);
    return { cniVersion, interfaces: [{ name: ifname, mac, sandbox: netns }], ips: [{ address, gateway, interface: 0 }], routes: gateway && [{ dst: '0.0.0.0/0', gw: gateway }] };
  } catch (error) {
    await inside.links.delete(index).catch(() => undefined);
    throw error;
  }
}

/** What is gone already is no error: the link, its namespace, or all but the file of that. */
async function remove() {
  try {
    await using inside = await Rtnl.open({ netns });
    await inside.links.delete(ifname);
  } catch (error) {
    const gone: readonly ErrnoName[] = ['ENODEV', 'ENOENT', 'EINVAL'];
    if (!(error instanceof KernelError || error instanceof SystemError) || !gone.includes(error.code)) throw error;
  }
}

async function check({ address }: Configuration) {
  await using inside = await Rtnl.open({ netns });
  const { linkinfo } = await inside.links.get(ifname);
  const addresses = (await inside.addresses.list({ dev: ifname })).map(({ local, prefixlen }) => `${local}/${prefixlen}`);
  if (linkinfo?.kind !== 'macvlan' || !addresses.includes(address)) throw new Error(`${ifname} is a ${linkinfo?.kind} with ${addresses}, not a macvlan with ${address}`);
}

try {
  const configuration = JSON.parse(readFileSync(0, 'utf8')) as Configuration;
  if (command === 'VERSION') console.log(JSON.stringify({ cniVersion: '1.0.0', supportedVersions: ['1.0.0'] }));
  else if (command === 'ADD') console.log(JSON.stringify(await add(configuration)));
  else if (command === 'DEL') await remove();
  else if (command === 'CHECK') await check(configuration);
  else throw new Error(`there is no command ${command}`);
} catch (error) {
  // 100 and more are a plugin's own; the kernel's words say more than a number could.
  console.log(JSON.stringify({ cniVersion: '1.0.0', code: 100, msg: (error as Error).message, details: error instanceof KernelError ? error.request.name : '' }));
  process.exitCode = 1;
}
