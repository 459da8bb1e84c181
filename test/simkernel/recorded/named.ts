// Differences between what was recorded and what the simulated kernel answers that are known, and why each is. A rule excuses what it explains
// and no more: where a case has another difference beside it, that one is not excused. A case that could be excused and comes out as recorded
// counts as one that is the same.

import { masked } from './alike.js';
import type { Recorded } from './compare.js';
import type { Difference } from './difference.js';

interface Named {
  /** Why it differs. */
  readonly why: string;
  /** Where: `tree/group`; anywhere by default. */
  readonly where?: RegExp;
  /** Which cases; all by default. */
  readonly of?: (recorded: Recorded) => boolean;
  /** Which differences of them; all by default. */
  readonly excuses?: (difference: Difference) => boolean;
}

const command =
  (pattern: RegExp) =>
  ({ argv }: Recorded): boolean =>
    pattern.test(argv.slice(1).join(' '));
/** The command, or a line before it. */
const ran = (pattern: RegExp) => (recorded: Recorded) => recorded.setup.some((line) => pattern.test(line)) || command(pattern)(recorded);
const named =
  (pattern: RegExp) =>
  ({ name }: Recorded): boolean =>
    pattern.test(name);

/** Escapes of a terminal. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Both sides say the same but for what fits one of these. */
const but =
  (...patterns: readonly RegExp[]) =>
  ({ recorded, simulated }: Difference): boolean => {
    if (recorded === undefined || simulated === undefined) return false;
    const rest = (text: string) => patterns.reduce((left, pattern) => left.replace(pattern, ''), masked(text).replace(COLOURS, ''));
    return rest(recorded) === rest(simulated);
  };
/** What each side says. */
const is =
  (recorded: RegExp, simulated: RegExp) =>
  (difference: Difference): boolean =>
    recorded.test(difference.recorded ?? 'nothing') && simulated.test(difference.simulated ?? 'nothing');

const any =
  (...rules: readonly ((difference: Difference) => boolean)[]) =>
  (difference: Difference): boolean =>
    rules.some((rule) => rule(difference));
/** Which of the lines of what was asked. */
const about =
  (pattern: RegExp) =>
  ({ what }: Difference): boolean =>
    pattern.test(what);

const NAMED: readonly Named[] = [
  {
    why: 'which way of several a packet takes, and is told first, hangs on a random key',
    of: ({ argv }) => argv.includes('get'),
    excuses: but(
      /"(?:oif|flow)":\d+,?/g,
      /"(?:gateway|prefsrc|dev)":"[^"]*",?/g,
      /"(?:via|flow)":\{[^}]*\},?/g,
      /"(?:multipath|nexthops)":\[[^\]]*\](?:[^\]]*\])*/g,
      / (?:via|dev|src|realms?|weight) \S+/g,
      /"(?:gateway|dev|prefsrc)": "[^"]*"/g,
    ),
  },
  {
    why: 'iproute2 6.1 sends of a request over 1024 bytes what fits',
    where: /\/macaddr$/,
    of: ran(/macaddr set( \S+){60}/),
    excuses: any(
      is(/addattr_l ERROR: message exceeded bound of 1024/, /^$|^nothing$/),
      ({ what }) => what === 'request',
      but(/"macaddrCount":\d+,?/g, /"macaddrData":\[[^\]]*\],?/g, /remotes \(\d+\)[ *]*/g, /"macaddr_count":\d+,?/g, /"macaddr_data":\[[^\]]*\],?/g),
    ),
  },
  { why: 'a command that no setup tells of had taken mv0 down', where: /\/addr$/, of: named(/^addr-24-show/) },
  { why: 'a command that no setup tells of had flushed the addresses of mv0', where: /\/filters$/, of: named(/^filters-36/) },
  {
    why: 'whether the worker that looks at carriers had come by',
    excuses: but(
      /"operstate":"\w+"/g,
      /"carrier(?:Changes|DownCount|UpCount|_changes|_down_count|_up_count)?":\d+/g,
      /"flags":\d+/g,
      /\b(?:NO-CARRIER,)|,LOWER_UP|,"LOWER_UP"|"NO-CARRIER",/g,
      / state \w+/g,
    ),
  },
  {
    why: 'which of two links had its carrier first',
    where: /host-6.18\/encap$/,
    excuses: but(/"oif":\d+/g),
  },
  {
    why: 'looking for duplicates of an address takes a random time',
    excuses: any(
      but(/"flags8?":(?:128|192),?/g, /"tentative":true,?/g, / tentative/g),
      // Until then it has no route, and stands in no list.
      is(/"dst":"fe8|(?:local|anycast|2|4) fe8|"dst":"ff00::"|multicast ff00::/, /"dst":"fe8|"dst":"ff00::"|(?:local|multicast|anycast|5) (?:fe8|ff00::)/),
      is(/"type": "(?:local|anycast)"/, /"type": "(?:multicast|local)"/),
    ),
  },
  { why: 'links are made while they are listed', where: /\/scale$/, of: named(/dump-intr/) },
  {
    why: 'up to 6.12 a link is made where the one below it is, and moved with the index it got there',
    where: /vm-6.1.*\/netns$/,
    of: ran(/link-netnsid 0/),
    excuses: but(/"(?:index|link|ifindex|link_index)":\d+,?/g, /"(?:ifname|link)":"\w+",?/g, /"(?:address)":"\*",?/g, /^\d+: \w+@if\d+/),
  },
  {
    why: 'up to 6.12 a link of the namespace alone is refused even where it stays',
    where: /vm-6.1.*\/errors$/,
    of: command(/^link set lo netns/),
    excuses: any(is(/"error":-22/, /"error":0/), is(/^2$/, /^0$/), is(/Invalid argument/, /^nothing$|^$/)),
  },
  {
    why: 'up to 6.1 the name of a link that is up is not changed',
    where: /vm-6.1.*\/errors$/,
    of: command(/^link set \S+ name/),
    excuses: any(is(/"error":-16/, /"error":-17/), is(/busy/, /File exists/)),
  },
  {
    why: 'other programs are not simulated',
    of: command(/^netns exec|^-batch/),
    excuses: any(is(/./, /^exec of /), is(/^$|^nothing$/, /^exec of /), about(/^code$/), is(/Cannot open file/, /^$|^nothing$/)),
  },
  { why: 'VLAN filtering of bridges is not simulated', where: /vm-6.1.*\/kinds_host$/, of: ran(/vlan_filtering 1/) },
  {
    why: 'VLANs of a bridge are told by kernels that filter them',
    where: /vm-6.1/,
    excuses: but(/"vlan\w*":[^,}]*,?/g, / vlan_\w+ \S+/g, / no_\w+_learn/g),
  },
  { why: 'iproute2 6.1 sends no NUL behind a kind', of: command(/type $/), excuses: any(is(/"error":-34/, /Unknown device type/), is(/out of range/, /Unknown device type/)) },
  {
    why: 'neighbours that are looked for are not simulated',
    where: /\/(neigh|recipe)$/,
    of: ran(/\buse\b|nud (probe|delay|incomplete)|arping_some/),
    excuses: any(
      is(/RTM_NEWNEIGH|INCOMPLETE|PROBE|DELAY|FAILED|REACHABLE|STALE/, /RTM_NEWNEIGH|INCOMPLETE|PROBE|DELAY|FAILED|NONE|^nothing$|^$/),
      is(/^$|^nothing$/, /INCOMPLETE|PROBE|DELAY|FAILED|NONE/),
      ({ what, recorded = '', simulated = '' }) => what === 'request' && /^.{8}(?:1d00|001d)/.test(recorded + simulated),
      but(/ \S+ \S+ (?:PROBE|FAILED|DELAY|NONE|INCOMPLETE) ?/g),
    ),
  },
  {
    why: 'no bridge hears of another: which of two is the root, what they count',
    where: /\/stats$/,
    of: ran(/stp_state 1/),
    excuses: but(
      /"(?:forwardDelay|helloTime|maxAge|rootPort|rootPathCost|topologyChange|topologyChangeDetected|topologyChangeAck|configPending|designatedPort|designatedCost|fdbNLearned|mcastNGroups|state|id|priority|transition\w+)":(?:\d+|"\w+"),?/g,
      /"(?:rootId|bridgeId)":"[^"]*",?/g,
      /"(?:operstate)":"\w+",?|"(?:carrier\w*|flags)":\d+,?/g,
      /"mcastQuerierState":\{[^}]*\},?/g,
      /\bv\d \d+|\b[RT]X: +\d+/g,
      /"[rt]x\w*": ?\d+,?/g,
      /"transition\w+":"\d+n",?/g,
    ),
  },
];

/** The rules that together excuse all differences of a case; undefined where one of them is left. */
export function namesOf(tree: string, group: string, recorded: Recorded, differences: readonly Difference[]): readonly string[] | undefined {
  const rules = NAMED.filter(({ where, of }) => (where === undefined || where.test(`${tree}/${group}`)) && (of === undefined || of(recorded)));
  const names = differences.map((difference) => rules.find(({ excuses }) => excuses === undefined || excuses(difference))?.why);
  return names.includes(undefined) ? undefined : [...new Set(names as string[])];
}

/** All that are named. */
export const NAMED_DIFFERENCES: readonly string[] = NAMED.map(({ why }) => why);
