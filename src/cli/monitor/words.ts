// The words of `monitor`. iproute2: ip/ipmonitor.c: do_ipmonitor().

import type { Monitored } from '../../rtnl/monitored.js';
import { invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { monitorUsage } from '../usage.js';

/** What is to be monitored, and how it is told. */
export interface MonitorRequest {
  /** Those named; none means every one. */
  readonly objects: ReadonlySet<Monitored>;
  /** A recording of rtmon(8) to be read instead. */
  readonly file: string | undefined;
  readonly labels: boolean;
  readonly allNamespaces: boolean;
  /** Of a link: only what is about it; 0 for all. */
  readonly index: number;
}

/** In the order in which a shortened word is looked for. */
const OBJECTS: readonly (readonly [word: string, object: Monitored])[] = [
  ['link', 'link'],
  ['address', 'address'],
  ['route', 'route'],
  ['mroute', 'mroute'],
  ['prefix', 'prefix'],
  ['neigh', 'neighbour'],
  ['netconf', 'netconf'],
  ['rule', 'rule'],
  ['nsid', 'nsid'],
  ['nexthop', 'nexthop'],
];

/** Throws UsageError. */
export async function readMonitorWords(words: Words, session: Session): Promise<MonitorRequest> {
  const objects = new Set<Monitored>();
  const request = { objects, file: undefined as string | undefined, labels: false, allNamespaces: false, index: 0 };
  while (words.left > 0) {
    const word = words.next();
    const object = OBJECTS.find(([name]) => matches(word, name))?.[1];
    if (matches(word, 'file')) request.file = words.next();
    else if (matches(word, 'label')) request.labels = true;
    else if (object !== undefined) objects.add(object);
    else if (word === 'stats') objects.add('stats');
    else if (word === 'all') request.labels = true;
    else if (matches(word, 'all-nsid')) request.allNamespaces = true;
    else if (matches(word, 'help')) throw new UsageError(monitorUsage);
    else if (word === 'dev') request.index = await deviceIndex(words.next(), session);
    else throw new UsageError(`Argument "${word}" is unknown, try "ip monitor help".\n`);
  }
  return request;
}

async function deviceIndex(name: string, { names }: Session): Promise<number> {
  const index = await names.indexOf(name);
  if (index === 0) throw invalidWord('Device does not exist\n', name);
  return index;
}
