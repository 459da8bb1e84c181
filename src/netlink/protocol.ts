// A netlink family whose messages are told by their numbers alone: a table of them.

import { anonymous, type Bodies, type Identity, type Protocol, resolveAnonymous } from './message.js';
import { Stencils } from './stencil.js';

/** A protocol: its messages by name, each with its number (`nlmsg_type`) and its body, which is looked at when the first such message comes. */
export function protocol<const P extends Bodies>(messages: P): Protocol<P> {
  let names: ReadonlyMap<number, string> | undefined;
  const byType = new Map<number, Identity>();
  const byName = new Map<string, Identity>();
  const known = (name: string): Identity | undefined => {
    const line = Object.hasOwn(messages, name) ? messages[name] : undefined;
    if (line === undefined) return undefined;
    const identity = { name, type: line[0], body: line[1] };
    byName.set(name, identity);
    return identity;
  };
  const nameOf = (type: number): string | undefined => {
    names ??= new Map(Object.entries(messages).map(([name, { 0: type }]) => [type, name]));
    return names.get(type);
  };
  const identify = (type: number): Identity => {
    const name = nameOf(type);
    const identity = (name === undefined ? undefined : (byName.get(name) ?? known(name))) ?? anonymous(type);
    byType.set(type, identity);
    return identity;
  };
  return {
    messages,
    stencils: new Stencils(),
    nameOf: (type) => nameOf(type) ?? anonymous(type).name,
    identify: ({ type }) => byType.get(type) ?? identify(type),
    resolve: ({ name }) => byName.get(name) ?? known(name) ?? resolveAnonymous(name),
  };
}

/** A line of a protocol whose body is asked for, once, when it is first looked at. */
export function late<const T extends number, B extends Bodies[string][1]>(type: T, body: () => B): readonly [type: T, body: B] {
  const line = [type];
  Object.defineProperty(line, 1, {
    configurable: true,
    enumerable: true,
    get() {
      const value = body();
      Object.defineProperty(line, 1, { value });
      return value;
    },
  });
  return line as unknown as readonly [T, B];
}
