// tun as `ip` prints it. iproute2: ip/iptuntap.c: tun_print_opt().

import type { KindCommand } from '../kind-command.js';
import type { LinkNames } from '../show/link-names.js';
import type { Printer } from '../show/printer.js';
import type { Tun } from './tun.js';

function show(out: Printer, data: Tun, names: LinkNames): void {
  const onOff = (key: string, value: number | undefined) => {
    if (value !== undefined) out.both(key, value !== 0, `${key} ${value === 0 ? 'off' : 'on'} `);
  };
  const { type, owner, group } = data;
  if (type !== undefined) {
    const name = typeof type === 'string' ? type : `UNKNOWN:${type}`;
    out.both('type', name, `type ${name} `);
  }
  onOff('pi', data.pi);
  onOff('vnet_hdr', data.vnetHdr);
  showQueues(out, data);
  onOff('persist', data.persist);
  if (owner !== undefined) {
    const name = names.user?.(owner) ?? owner;
    out.both('user', name, `user ${name} `);
  }
  if (group !== undefined) {
    const name = names.userGroup?.(group) ?? group;
    out.both('group', name, `group ${name} `);
  }
}

function showQueues(out: Printer, { multiQueue = 0, numQueues, numDisabledQueues }: Tun): void {
  if (multiQueue === 0) {
    out.member('multi_queue', false);
    return;
  }
  out.both('multi_queue', true, 'multi_queue ');
  if (numQueues !== undefined) out.both('numqueues', numQueues, `numqueues ${numQueues} `);
  if (numDisabledQueues !== undefined) out.both('numdisabled', numDisabledQueues, `numdisabled ${numDisabledQueues} `);
}

/** What the command reads and prints. */
export const tunCommand = { show, usage: undefined } satisfies KindCommand<Tun>;
