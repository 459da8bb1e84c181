// Differences between what was recorded and what the simulated kernel answers that are known, and why each is. A case that is named here and
// comes out as recorded counts as one that is the same.

import type { Recorded } from './compare.js';

interface Named {
  /** Why it differs. */
  readonly why: string;
  /** Where: `tree/group`; anywhere by default. */
  readonly where?: RegExp;
  readonly applies: (recorded: Recorded, difference: string) => boolean;
}

const command =
  (pattern: RegExp) =>
  ({ argv }: Recorded) =>
    pattern.test(argv.slice(1).join(' '));
const setup = (pattern: RegExp) => (recorded: Recorded) => recorded.setup.some((line) => pattern.test(line)) || command(pattern)(recorded);
const difference = (pattern: RegExp) => (_: Recorded, text: string) => pattern.test(text);

const NAMED: readonly Named[] = [
  {
    why: 'which way of several a packet takes hangs on a random key',
    applies: ({ argv }, text) => argv.includes('get') && /"dst":"(10\.2\.0\.1|10\.8\.0\.1|2001:db8:3::1)".*"oif":/.test(text),
  },
  { why: 'iproute2 6.1 sends of a request over 1024 bytes what fits', where: /\/macaddr$/, applies: setup(/macaddr set( \S+){60}/) },
  { why: 'a command that no setup tells of had taken mv0 down', where: /\/addr$/, applies: ({ name }) => name.startsWith('addr-24-show') },
  { why: 'a command that no setup tells of had flushed the addresses of mv0', where: /\/filters$/, applies: ({ name }) => name.startsWith('filters-36') },
  { why: 'whether the worker that looks at carriers had come by', applies: difference(/"operstate":"unknown"|"carrier":|"operstate":"lowerlayerdown"/) },
  { why: 'detecting duplicates of an address takes a random time', applies: difference(/"flags":(128|192).*\n.*"flags":(192|128)|"dst":"fe8/) },
  { why: 'links are made while they are listed', where: /\/scale$/, applies: ({ name }) => name.includes('dump-intr') },
  {
    why: 'up to 6.12 a link is made where the one below it is, and moved with the index it got there',
    where: /vm-6.1.*\/netns$/,
    applies: (recorded, text) => setup(/link-netnsid 0/)(recorded) && /"ifname":"(mva\d|vxb)"/.test(text),
  },
  { why: 'other programs are not simulated', applies: difference(/exec of|^code: recorded/) },
  { why: 'VLAN filtering of bridges is not simulated, nor had every kernel it', applies: (recorded, text) => setup(/vlan_filtering 1/)(recorded) || /vlan_/.test(text) },
  { why: 'iproute2 6.1 sends no NUL behind a kind', applies: command(/type $/) },
  { why: 'times of bridges are not cut to what the clock of a kernel counts', applies: difference(/"forwardDelay":0/) },
  { why: 'neighbours that are looked for are not simulated', where: /\/neigh$/, applies: setup(/\buse\b|nud (probe|delay|incomplete)/) },
  { why: 'statistics by RTM_GETSTATS are not simulated', applies: difference(/recorded {2}RTM_NEWSTATS|^reply 0 of 1 \(1 here\) to 240000005f00/) },
  { why: 'labels of addresses are not simulated', applies: setup(/addrlabel/) },
  {
    why: 'a packet makes a neighbour that is looked for, and nothing is sent here',
    where: /host-6.18\/recipe$/,
    applies: ({ argv, setup }) => argv.includes('neigh') && (setup.at(-1) ?? '').startsWith('arping_some'),
  },
  { why: 'resilient groups are not simulated', applies: setup(/resilient/) },
  { why: 'STP is not simulated', applies: setup(/stp_state 1/) },
];

/** Why a case may differ; undefined where nothing is known. */
export function nameOf(tree: string, group: string, recorded: Recorded, differences: readonly string[]): string | undefined {
  const [first = ''] = differences;
  return NAMED.find(({ where, applies }) => (where === undefined || where.test(`${tree}/${group}`)) && applies(recorded, first))?.why;
}

/** All that are named. */
export const NAMED_DIFFERENCES: readonly string[] = NAMED.map(({ why }) => why);
