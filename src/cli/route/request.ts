// A route while its words are read. iproute2: ip/iproute.c: iproute_modify().

import { formatIp } from '../../netlink/address.js';
import { AttributeList } from '../../rtnl/attribute-list.js';
import { AF_MPLS, AF_UNSPEC, RT_TABLE_MAIN } from '../../rtnl/constants.js';
import { type Route, routeBody } from '../../rtnl/route.js';
import { type Metrics, metricsAttributes } from '../../rtnl/route-metrics.js';
import type { RouteNexthop } from '../../rtnl/route-nexthops.js';
import type { Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';

/** The attributes that hold an address of the route's family. */
type AddressKey = 'dst' | 'src' | 'prefsrc' | 'gateway' | 'newdst';

const LABEL_KEYS: Partial<Record<AddressKey, 'dstLabels' | 'newdstLabels'>> = { dst: 'dstLabels', newdst: 'newdstLabels' };

export class RouteRequest {
  readonly attributes: AttributeList<Route>;
  readonly metrics: AttributeList<Metrics>;
  family: number;
  dstLen = 0;
  srcLen = 0;
  tos = 0;
  table = RT_TABLE_MAIN;
  flags = 0;
  protocol: number | undefined;
  scope: number | undefined;
  type: number | undefined;
  dev: string | undefined;
  nexthops: RouteNexthop[] | undefined;
  nhid = 0;
  /** Bits of RTAX_LOCK. */
  lock = 0;
  /** The destination was told. */
  told = false;
  gateway = false;
  tableTold = false;

  constructor(
    readonly session: Session,
    readonly words: Words,
  ) {
    this.family = session.options.family;
    const littleEndian = () => session.littleEndian;
    this.attributes = new AttributeList(routeBody.attributes.schema, littleEndian);
    this.metrics = new AttributeList(metricsAttributes.schema, littleEndian);
  }

  /** The first address tells the family. */
  settle(family: number): void {
    if (this.family === AF_UNSPEC) this.family = family;
  }

  /** Adds an address as it was typed: of another family than the route's, or of no bytes, it is no text. */
  addAddress(key: AddressKey, family: number, bytes: Uint8Array): void {
    if (family !== AF_MPLS && (bytes.length === 4 || bytes.length === 16)) this.attributes.add(key, formatIp(bytes));
    else this.attributes.addRaw(this.family === AF_MPLS ? (LABEL_KEYS[key] ?? key) : key, bytes);
  }
}
