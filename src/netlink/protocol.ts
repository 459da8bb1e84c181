// A netlink family whose messages are told by their numbers alone: a table of them.

import { NLMSG_MIN_TYPE } from './constants.js';
import { anonymous, type Bodies, type Identity, type Protocol, resolveAnonymous } from './message.js';
import { Stencils } from './stencil.js';

const NONE = (): Record<never, never> => ({});

const namesOf = (messages: Bodies): ReadonlyMap<number, string> => new Map(Object.entries(messages).map(([name, { 0: type }]) => [type, name]));

/**
 * A protocol: its messages by name, each with its number (`nlmsg_type`) and its body, which is looked at when the first such message comes. `more`
 * gives those that many programs never meet; it is asked for what is not among the others.
 */
export function protocol<const P extends Bodies, M extends Bodies = Record<never, never>>(messages: P, more: () => M = NONE as () => M): Protocol<P & M> {
  let made: (P & M) | undefined;
  const all = (): P & M => {
    made ??= { ...messages, ...more() };
    return made;
  };
  let names: ReadonlyMap<number, string> | undefined;
  let allNames: ReadonlyMap<number, string> | undefined;
  const byType = new Map<number, Identity>();
  const byName = new Map<string, Identity>();
  const known = (name: string): Identity | undefined => {
    const among: Bodies = Object.hasOwn(messages, name) ? messages : all();
    const line = Object.hasOwn(among, name) ? among[name] : undefined;
    if (line === undefined) return undefined;
    const identity = { name, type: line[0], body: line[1] };
    byName.set(name, identity);
    return identity;
  };
  const nameOf = (type: number): string | undefined => {
    names ??= namesOf(messages);
    const name = names.get(type);
    if (name !== undefined || type < NLMSG_MIN_TYPE) return name;
    allNames ??= namesOf(all());
    return allNames.get(type);
  };
  const identify = (type: number): Identity => {
    const name = nameOf(type);
    const identity = (name === undefined ? undefined : (byName.get(name) ?? known(name))) ?? anonymous(type);
    byType.set(type, identity);
    return identity;
  };
  return {
    get messages() {
      return all();
    },
    stencils: new Stencils(),
    nameOf: (type) => nameOf(type) ?? anonymous(type).name,
    identify: ({ type }) => byType.get(type) ?? identify(type),
    resolve: ({ name }) => byName.get(name) ?? known(name) ?? resolveAnonymous(name),
  };
}

/** Lines of a protocol whose body, the same for all, is asked for when one of them is first looked at. */
export function late<const T extends Readonly<Record<string, number>>, B extends Bodies[string][1]>(
  types: T,
  body: () => B,
): { readonly [K in keyof T]: readonly [type: T[K], body: B] } {
  const known = {
    configurable: true,
    enumerable: true,
    get(this: unknown[]) {
      const value = body();
      Object.defineProperty(this, 1, { value });
      return value;
    },
  };
  const lines: Record<string, unknown> = {};
  for (const name of Object.keys(types)) lines[name] = Object.defineProperty([types[name]], 1, known);
  return lines as ReturnType<typeof late<T, B>>;
}
