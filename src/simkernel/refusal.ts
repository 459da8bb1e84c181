// A request that the kernel refuses: errno and what the extended ACK tells of it. include/linux/netlink.h: struct netlink_ext_ack.

import { errnoName } from '../netlink/errno.js';
import type { Policy } from '../netlink/extack.js';

/** What an extended ACK holds beside the text. */
export interface Fault {
  /** From the start of the request to the header of the attribute at fault. */
  readonly offset?: number;
  readonly policy?: Policy | undefined;
  readonly missingType?: number;
  readonly missingNest?: number;
}

/** Thrown by whoever finds that a request cannot be granted; intake makes the NLMSG_ERROR of it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    /** Positive. */
    readonly errno: number,
    /** The kernel's words, where it has some. */
    readonly text?: string,
    readonly fault: Fault = {},
  ) {
    super(text ?? errnoName(errno));
  }
}
