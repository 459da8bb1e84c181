// Which messages are told. A message may have to wait until it is known whether it is: the port of a request is that of its replies, and
// whether it was refused its end tells.

import type { CapturedMessage, Entry, Step } from '../../netlink/capture/entry.js';
import { NLMSG_MIN_TYPE } from '../../netlink/constants.js';
import type { RecordedNames } from './names.js';
import type { Filters } from './options.js';

/** Yes, no, or not known yet. */
type Verdict = boolean | undefined;

/** Messages of one entry that may wait: of a long list that ends badly, what it begins with and its end are told. */
const MAX_WAITING = 4;

interface State {
  /** Once it is known. */
  passes: Verdict;
  /** Something of it was told. */
  told: boolean;
  waiting: Step[];
}

export class Selection {
  private readonly states = new WeakMap<Entry, State>();
  private readonly all: boolean;

  constructor(
    private readonly filters: Filters,
    private readonly names: RecordedNames,
  ) {
    const { entries, types, links, ports, sockets, families, errors } = filters;
    this.all = !errors && [entries, types, links, ports, sockets, families].every((list) => list.length === 0);
  }

  /** The steps to be told now that this one was made, in order. */
  take(step: Step): readonly Step[] {
    if (this.all) return [step];
    const state = this.stateOf(step.entry);
    state.passes ??= this.judge(step);
    if (state.passes === false) return [];
    if (!this.isWanted(step, state)) return [];
    if (state.passes === undefined) {
      if (state.waiting.length < MAX_WAITING) state.waiting.push(step);
      return [];
    }
    const steps = [...state.waiting, step];
    state.waiting = [];
    state.told = true;
    return steps;
  }

  private stateOf(entry: Entry): State {
    let state = this.states.get(entry);
    if (state === undefined) {
      state = { passes: undefined, told: false, waiting: [] };
      this.states.set(entry, state);
    }
    return state;
  }

  /** What is to be said of the whole entry. */
  private judge({ entry, message, ends }: Step): Verdict {
    const { entries, ports, sockets, families, errors } = this.filters;
    if (entries.length > 0 && !entries.some(([from, to]) => entry.id >= from && entry.id <= to)) return false;
    if (families.length > 0 && !families.includes(entry.family)) return false;
    if (sockets.length > 0 && !sockets.some((socket) => entry.socket === socket || entry.socket?.startsWith(`${socket}/`))) return false;
    const verdicts: Verdict[] = [ports.length === 0 || this.hasPort(entry, ends), !errors || isWrong(entry, message, ends)];
    return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true;
  }

  private hasPort({ port, count, kind }: Entry, ends: boolean): Verdict {
    if (port !== undefined && this.filters.ports.includes(port)) return true;
    // What a request says of its own port may be wrong, until something answers it.
    const known = (kind !== 'request' && kind !== 'dump') || count > 1 || ends;
    return known ? false : undefined;
  }

  /** What is to be said of one message. What ends an entry is told with the rest of it. */
  private isWanted({ entry, message }: Step, { told, waiting }: State): boolean {
    const { types, links } = this.filters;
    if (types.length === 0 && links.length === 0) return true;
    if (message === undefined || (message.header !== undefined && message.header.type < NLMSG_MIN_TYPE)) return told || waiting.length > 0;
    return (
      (types.length === 0 || types.some((type) => isOf(message, type) || (entry.request !== undefined && isOf(entry.request, type)))) &&
      (links.length === 0 || this.isAbout(message))
    );
  }

  private isAbout({ body }: CapturedMessage): boolean {
    const { links } = this.filters;
    if (typeof body !== 'object' || body === null || body instanceof Uint8Array) return false;
    const { index, ifindex, oif, iif, ifname, altIfname, propList } = body as Record<string, unknown>;
    const indexes = [index, ifindex, oif, iif].filter((one) => typeof one === 'number' && one !== 0) as number[];
    const known = [ifname, altIfname, ...(Array.isArray(propList) ? propList : []), ...indexes.map((one) => this.names.name(one)), ...indexes.map(String)];
    return links.some((link) => known.includes(link));
  }
}

/** `newlink` will do for RTM_NEWLINK, and so will its number. */
function isOf({ name, header }: CapturedMessage, type: string): boolean {
  const known = name.toUpperCase();
  return known === type || known === `RTM_${type}` || String(header?.type) === type;
}

/** Whether something went wrong: a refusal, damage, attributes that do not decode. */
function isWrong({ error, kind, warning }: Entry, message: CapturedMessage | undefined, ends: boolean): Verdict {
  if (error !== undefined || warning !== undefined || kind === 'damaged' || (message?.errors.length ?? 0) > 0) return true;
  return ends ? false : undefined;
}
