// The length of a link's address, asked of the kernel before another is set. iproute2: ip/iplink.c: nl_get_ll_addr_len().

import { KernelError } from '../netlink/errors.js';
import type { Session } from './session.js';

/** Bytes of a link's address; undefined where the link has none, or is not there. */
export async function hardwareAddressLength(session: Session, family: number, dev: string): Promise<number | undefined> {
  const index = await session.names.indexOf(dev);
  if (index === 0) return undefined;
  const answer = await session.kernel.ask({ name: 'RTM_GETLINK', header: {}, body: { family, index } });
  if (answer instanceof KernelError || answer.name !== 'RTM_NEWLINK') return undefined;
  const { address } = answer.body;
  return address === undefined ? undefined : Math.ceil(address.length / 3);
}
