// What a suite does not expect of a message: what differs from run to run (stamps, counters), and what is the machine's own. Of links, which have a
// hundred attributes, it says what a case looks at; all other messages are expected whole.

/** Bytes that are free: at which attribute, from where in its payload on, how many, and what they are. */
export interface FreePart {
  readonly message: RegExp;
  readonly attribute: string;
  readonly offset: number;
  readonly length: number;
  readonly name: string;
}

export const FREE: readonly FreePart[] = [
  // struct ifa_cacheinfo: created and updated, in hundredths of a second since the machine started.
  { message: /ADDR$/, attribute: 'IFA_CACHEINFO', offset: 8, length: 8, name: 'stamps' },
  // struct nda_cacheinfo: ages and references.
  { message: /NEIGH$/, attribute: 'NDA_CACHEINFO', offset: 0, length: 16, name: 'ages' },
  // struct ndt_config: of all namespaces; struct ndt_stats.
  { message: /NEIGHTBL$/, attribute: 'NDTA_CONFIG', offset: 2, length: 22, name: 'entries' },
  { message: /NEIGHTBL$/, attribute: 'NDTA_STATS', offset: 0, length: 88, name: 'counters' },
  { message: /NEIGHTBL$/, attribute: 'NDTPA_REFCNT', offset: 0, length: 4, name: 'references' },
  { message: /NEIGHTBL$/, attribute: 'NDTPA_REACHABLE_TIME', offset: 0, length: 8, name: 'drawn' },
  // struct rta_cacheinfo: references, use, age.
  { message: /ROUTE$/, attribute: 'RTA_CACHEINFO', offset: 0, length: 8, name: 'use' },
  { message: /ROUTE$/, attribute: 'RTA_CACHEINFO', offset: 16, length: 4, name: 'used' },
];

/** The attributes of a link that a case looks at, by name; what stands in nests is looked at with them. */
const LINK = new Set([
  'IFLA_ADDRESS',
  'IFLA_BROADCAST',
  'IFLA_IFNAME',
  'IFLA_MTU',
  'IFLA_LINK',
  'IFLA_QDISC',
  'IFLA_MASTER',
  'IFLA_TXQLEN',
  'IFLA_OPERSTATE',
  'IFLA_LINKMODE',
  'IFLA_IFALIAS',
  'IFLA_GROUP',
  'IFLA_PROMISCUITY',
  'IFLA_ALLMULTI',
  'IFLA_CARRIER',
  'IFLA_CARRIER_CHANGES',
  'IFLA_LINK_NETNSID',
  'IFLA_NEW_NETNSID',
  'IFLA_NEW_IFINDEX',
  'IFLA_PROTO_DOWN',
  'IFLA_MIN_MTU',
  'IFLA_MAX_MTU',
  'IFLA_EVENT',
  'IFLA_LINKINFO',
  'IFLA_PROP_LIST',
]);

/** Of what is in them: what runs on, and what the machine chooses. */
const RUNNING = /_TIMER$|^IFLA_BR_(ROOT_ID|BRIDGE_ID|MCAST_|FDB_N_LEARNED|MULTI_BOOLOPT)|^IFLA_BRPORT_(ROOT_ID|BRIDGE_ID|DESIGNATED|MCAST_|ID$|NO$)|^IFLA_(INFO_XSTATS|XDP)/;

/** Whether a case looks at an attribute of a link: `names` from the outermost inwards. */
export function isLookedAt(names: readonly string[]): boolean {
  return LINK.has(names[0] ?? '') && !names.some((name) => RUNNING.test(name));
}

/** Disciplines that a link has whatever the machine prefers; it has net.core.default_qdisc where it needs a queue. */
const WITHOUT_QUEUE = ['noop', 'noqueue'];

/** Whether the machine chose what an attribute of a link says. */
export function isChosen(name: string, value: unknown): boolean {
  return name === 'IFLA_QDISC' && !WITHOUT_QUEUE.includes(value as string);
}
