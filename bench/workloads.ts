// What is measured, and what of it counts. The letters are those of the peers' programs.

import type { Places } from './namespaces.js';

/** What a program printed. */
export type Figures = Readonly<Record<string, number>>;

export interface Workload {
  readonly name: string;
  readonly title: string;
  /** `W1`, `W3a` ... and how many. */
  readonly args: readonly string[];
  readonly place: Exclude<keyof Places, 'close'>;
  /** Rounds inside one process, of which the program tells the median. */
  readonly rounds: number;
  /** Fewer for those that start a program a request. */
  readonly n?: number;
  readonly unit: string;
  /** The figure that is compared. */
  figure(figures: Figures): number | undefined;
  /** Peers that have no such thing, and what it would take. */
  readonly without?: readonly string[];
  /** Makes events while the programs listen. */
  readonly events?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** More is better. */
  readonly count?: true;
  /** Ours in another way than the name says, beside the same of the limit. */
  readonly limitArgs?: readonly string[];
  /** Every peer, or ours and the limit alone. */
  readonly alone?: true;
  /** Its figure is how long the program takes from its start to its end. */
  readonly starts?: true;
  /** What has to be reached, as a ratio to the limit. */
  readonly must?: number;
}

const SLOW = ['node and ip -j', 'pyroute2'];
const ms = ({ ms: value }: Figures) => value;
const perItem = ({ ms: value = 0, n = 0 }: Figures) => (value * 1000) / n;
const megabytes = ({ rss_kb: value = 0 }: Figures) => value / 1024;

export const WORKLOADS: readonly Workload[] = [
  { name: 'W1', title: 'list 1,000 links, warm', args: ['W1'], place: 'few', rounds: 25, unit: 'ms', figure: ms, must: 2.5 },
  { name: 'W1-5k', title: 'list 5,000 links, warm', args: ['W1'], place: 'many', rounds: 9, unit: 'ms', figure: ms, must: 2.5 },
  { name: 'W1-first', title: 'first list of 1,000 links in a process', args: ['W1'], place: 'few', rounds: 1, unit: 'ms', figure: ({ first_ms }) => first_ms },
  { name: 'W2', title: 'list 100,000 routes', args: ['W2'], place: 'routes', rounds: 5, unit: 'ms', figure: ms, must: 3.5 },
  { name: 'W3a', title: 'get a link by index, one at a time', args: ['W3a', '10000'], place: 'empty', rounds: 1, n: 100, unit: 'us', figure: perItem, must: 5 },
  { name: 'W3b', title: 'add and delete an address, one at a time', args: ['W3b', '3000'], place: 'empty', rounds: 1, n: 50, unit: 'us', figure: perItem, must: 5 },
  {
    name: 'W3b-batch',
    title: 'add and delete addresses in batches',
    args: ['W3batch', '3000'],
    limitArgs: ['W3b', '3000'],
    alone: true,
    place: 'empty',
    rounds: 1,
    unit: 'us',
    figure: perItem,
    must: 1.5,
  },
  { name: 'W4', title: 'create 200 macvlans, one at a time', args: ['W4a', '200'], place: 'fresh', rounds: 1, unit: 'ms', figure: ({ create_ms }) => create_ms },
  { name: 'W4-1k', title: 'create 1,000 macvlans, one at a time', args: ['W4c', '1000'], alone: true, place: 'fresh', rounds: 1, unit: 'ms', figure: ms, must: 1.3 },
  { name: 'W4-delete', title: 'delete 200 macvlans, one at a time', args: ['W4a', '200'], place: 'fresh', rounds: 1, unit: 'ms', figure: ({ delete_ms }) => delete_ms, must: 1.05 },
  {
    name: 'W4-group',
    title: 'delete 1,000 macvlans by their group',
    args: ['W4g', '1000'],
    limitArgs: ['W4g', '1000'],
    alone: true,
    place: 'fresh',
    rounds: 1,
    unit: 'ms',
    figure: ({ delete_ms }) => delete_ms,
    must: 1.2,
  },
  {
    name: 'W4-all',
    title: 'delete 1,000 macvlans by their names, given together',
    args: ['W4all', '1000'],
    limitArgs: ['W4g', '1000'],
    alone: true,
    place: 'fresh',
    rounds: 1,
    unit: 'ms',
    figure: ({ delete_ms }) => delete_ms,
  },
  { name: 'W5', title: 'decode links, every attribute', args: ['W5'], place: 'empty', rounds: 40, unit: 'us', figure: perItem, without: ['node and ip -j'], must: 3 },
  {
    name: 'W5r',
    title: 'decode routes',
    args: ['W5r'],
    place: 'empty',
    rounds: 10,
    unit: 'us',
    figure: perItem,
    without: ['node and ip -j', 'Rust rtnetlink 0.10', 'Rust rtnetlink 0.20', 'Rust rtnetlink 0.22', 'Go vishvananda'],
    must: 10,
  },
  {
    name: 'W6-flap',
    title: 'of 10,000 events at the default buffer',
    args: ['W6'],
    events: ['FLAP', '10000'],
    place: 'empty',
    rounds: 1,
    unit: 'events',
    figure: ({ n }) => n,
    count: true,
  },
  {
    name: 'W6-burst',
    title: 'of 10,000 events in a burst, default buffer',
    args: ['W6'],
    events: ['ATTR', '10000'],
    place: 'empty',
    rounds: 1,
    unit: 'events',
    figure: ({ n }) => n,
    count: true,
  },
  {
    name: 'W6-32M',
    title: 'of 10,000 events in a burst at 32 MiB',
    args: ['W6'],
    events: ['ATTR', '10000'],
    env: { RCVBUF: '33554432' },
    without: ['node and ip -j', 'npm netlink 0.3.0', 'Go vishvananda'],
    place: 'empty',
    rounds: 1,
    unit: 'events',
    figure: ({ n }) => n,
    count: true,
  },
  { name: 'W7', title: 'start to first result', args: ['W7'], starts: true, place: 'empty', rounds: 1, unit: 'ms', figure: ({ wall_ms }) => wall_ms },
  { name: 'memory-links', title: 'resident, 5,000 links held', args: ['W1'], place: 'many', rounds: 1, unit: 'MB', figure: megabytes },
  { name: 'memory-routes', title: 'resident, 100,000 routes held', args: ['W2'], place: 'routes', rounds: 1, unit: 'MB', figure: megabytes },
  { name: 'memory-streamed', title: 'resident, 100,000 routes streamed', args: ['W2s'], limitArgs: ['W2'], alone: true, place: 'routes', rounds: 1, unit: 'MB', figure: megabytes },
];

export const isSlow = (peer: string): boolean => SLOW.includes(peer);
