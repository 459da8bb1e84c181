// xfrm: what goes through is sealed by the IPsec policies of its id. include/uapi/linux/if_link.h: IFLA_XFRM_*; net/xfrm/xfrm_interface_core.c:
// xfrmi_policy, xfrmi_fill_info().

import { attributes } from '../../netlink/attributes.js';
import { flag, u32, type Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import type { LinkKind } from '../kind.js';
import { expectBooleans, expectOptions } from './attribute-options.js';
import { integerOption, linkOption } from './tunnel-options.js';

export const xfrmData = attributes(() => ({
  /** Index of the link to send from; 0 leaves it to routing. */
  link: ['IFLA_XFRM_LINK', 1, u32],
  /** Which policies and states are meant: not 0. */
  ifId: ['IFLA_XFRM_IF_ID', 2, u32],
  collectMetadata: ['IFLA_XFRM_COLLECT_METADATA', 3, flag],
}));

/** What IFLA_INFO_DATA of an xfrm interface holds. */
export type Xfrm = Value<typeof xfrmData>;

/** Options of an xfrm interface; only Linux before 5.16 lets them be changed. */
export interface XfrmOptions {
  /** Which policies and states are meant, 1 to 4294967295: wanted unless `external`. */
  readonly ifId?: number;
  /** The link to send from, by index or name. */
  readonly dev?: string | number;
  /** Routes say for each packet which id is meant. Linux 6.1. */
  readonly external?: boolean;
}

function convert(options: XfrmOptions): Xfrm {
  expectOptions('xfrm', options, ['ifId', 'dev', 'external']);
  expectBooleans(options, ['external']);
  const { ifId, dev, external } = options;
  if (external) {
    if (ifId !== undefined || dev !== undefined) throw new EncodeError('an external xfrm has neither ifId nor dev');
    return { collectMetadata: true };
  }
  if (!ifId) throw new EncodeError('an xfrm needs an ifId, which is not 0, or to be external');
  return { ifId: integerOption('ifId', ifId, 0xffffffff), ...(dev !== undefined && { link: linkOption('dev', dev) }) };
}

/** IPsec by id. */
export const xfrmKind = { data: xfrmData, add: convert, change: convert, links: ['dev'] } satisfies LinkKind<Xfrm, never, XfrmOptions, XfrmOptions>;
