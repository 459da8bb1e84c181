// wwan: a data session of a modem, whose device `parentDevName` names. include/uapi/linux/wwan.h: IFLA_WWAN_*;
// drivers/net/wwan/wwan_core.c.

import { attributes } from '../../netlink/attributes.js';
import { u32, type Value } from '../../netlink/codec.js';
import type { LinkKind } from '../kind.js';
import { attributeOptions } from './attribute-options.js';

export const wwanData = attributes(() => ({
  /** Which session. */
  linkId: ['IFLA_WWAN_LINK_ID', 1, u32],
}));

export type Wwan = Value<typeof wwanData>;

const add = attributeOptions<Wwan>()('wwan', ['linkId']);

export const wwanKind = { data: wwanData, add } satisfies LinkKind<Wwan, never, Parameters<typeof add>[0], never>;
