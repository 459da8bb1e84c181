// What may be typed where, as lines `STATE<TAB>WORDS` that the scripts of the shells look up: from the usage texts alone.
//   rtnl                  objects, and the options before them
//   rtnl OBJECT           its commands
//   rtnl OBJECT COMMAND   its words
//   type KIND             the words of a link kind
//   STATE=WORD            what must follow WORD there; no words where it is the user's to say
// @link, @netns, @file stand for names of this machine; @type for a kind, whose own words follow; @kind for a kind alone.

import type { CommandKinds } from '../../rtnl/kind-command.js';
import { type Choices, type Grammar, type Item, readGrammar } from './grammar.js';

/** Values that are links, by what the usage texts call them, the second list behind certain words alone. */
const LINK = /^(DEV|DEVICE|IFNAME|\w+_DEV)$/;
const MAYBE_LINK = /^(NAME|STRING|LINK)$/;
const LINK_WORDS: ReadonlySet<string> = new Set(['dev', 'link', 'master', 'iif', 'oif', 'vrf', 'link_dev']);
const NETNS_WORDS: ReadonlySet<string> = new Set(['netns', 'link-netns']);

/** How deep definitions are followed: some name each other. */
const DEEPEST = 8;

/** `usages` are those of the objects, in their order; `own` is that of the command itself, which has statements of its own. */
export function completionTable(usages: ReadonlyMap<string, string>, own: string, kinds: CommandKinds): string {
  const table = new Table(new Set(Object.keys(kinds)));
  const ours = readGrammar(own);
  const others = ours.statements.map(({ subject }) => subject).filter((subject) => subject !== '');
  table.offer('rtnl', [...usages.keys(), ...others, ...options(own, table)]);
  for (const [object, usage] of usages) {
    table.object(object, readGrammar(usage));
    table.offer(`rtnl ${object}`, ['help']);
  }
  for (const subject of others) table.object(subject, { ...ours, statements: ours.statements.filter((one) => one.subject === subject) });
  table.offer('type', []);
  for (const [kind, { usage, slave, slaveUsage }] of Object.entries(kinds)) {
    table.kind(kind, usage);
    if (slave !== undefined) table.kind(`${kind}_slave`, slaveUsage);
  }
  return table.text();
}

/** `-n[etns] NAME`: either spelling takes a value, the long one is offered. */
function options(own: string, table: Table): string[] {
  const offered: string[] = [];
  // Neither options of other statements nor what is said about any.
  const [said = ''] = own.replace(/^ +rtnl \w.*$/gm, '').split('\n"');
  for (const [, short = '', rest = '', value = ''] of said.matchAll(/(?<=[\s[|])(--?[A-Za-z0-9]+)(?:\[([\w-]+)\])?([^|\]\n{}]*(?:\{[^}\n]*\})?)/g)) {
    offered.push(short + rest);
    const choices = readGrammar(`VALUE := ${value}`).definitions.get('VALUE') ?? [];
    if (choices.every((items) => items.length === 0)) continue;
    const word = short + rest === '-netns' ? 'netns' : '';
    for (const spelling of new Set([short, short + rest]))
      table.follows('rtnl', spelling, table.first([{ is: 'group', optional: false, choices }], { definitions: new Map(), object: '' }, word));
  }
  return offered;
}

interface Place {
  readonly definitions: Grammar['definitions'];
  readonly object: string;
}

class Table {
  private readonly lines = new Map<string, Set<string>>();

  constructor(private readonly kinds: ReadonlySet<string>) {}

  offer(state: string, words: readonly string[]): void {
    const known = this.lines.get(state) ?? new Set();
    for (const word of words) known.add(word);
    this.lines.set(state, known);
  }

  follows(state: string, word: string, words: readonly string[]): void {
    this.offer(`${state}=${word}`, words);
  }

  text(): string {
    return [...this.lines].map(([state, words]) => `${state}\t${[...words].join(' ')}\n`).join('');
  }

  /** Statements that begin with the same command are one. */
  object(object: string, { statements, definitions }: Grammar): void {
    const place = { definitions, object };
    const state = `rtnl ${object}`;
    this.offer(state, []);
    for (const { choices } of statements) {
      const [items = [], ...more] = choices;
      for (const command of this.first(items, place)) {
        this.offer(state, [command]);
        if (command.startsWith('@')) continue;
        // Options of its own, in any order.
        if (command.startsWith('-')) {
          this.words(state, choices, place);
          continue;
        }
        const tail = tailOf(items, command);
        this.words(`${state} ${command}`, [tail, ...more], place);
        this.offer(
          `${state} ${command}`,
          this.first(tail, place, command).filter((word) => word.startsWith('@')),
        );
      }
    }
  }

  kind(kind: string, usage = ''): void {
    const { statements, definitions } = readGrammar(usage);
    this.offer('type', [kind]);
    this.offer(`type ${kind}`, []);
    for (const { choices } of statements) {
      // `Usage: ip link <options> type veth [ peer <options> ]`
      const all = choices.map((items) => items.slice(items.findIndex((item) => item.is === 'word' && item.text === kind) + 1));
      this.words(`type ${kind}`, all, { definitions, object: '' });
    }
  }

  /** All words of a statement, and what must follow each. A word that only ever is what must follow another is not offered by itself. */
  private words(state: string, choices: Choices, place: Place): void {
    const seen = new Set<Choices>();
    const walk = (all: Choices, after: readonly Item[], isValue: boolean): void => {
      if (seen.has(all) || this.areKinds(all)) return;
      seen.add(all);
      for (const items of all) {
        for (const [i, item] of items.entries()) step(item, [...items.slice(i + 1), ...after], i === 0 ? isValue : items[i - 1]?.is === 'word');
      }
    };
    const step = (item: Item, rest: readonly Item[], isValue: boolean): void => {
      if (item.is === 'group') return walk(item.choices, item.optional ? [] : rest, isValue && !item.optional);
      if (item.is === 'name') return walk(place.definitions.get(item.text) ?? [], [], isValue);
      if (!isValue) this.offer(state, [item.text]);
      const [next] = rest;
      if (next !== undefined && !(next.is === 'group' && next.optional)) this.follows(state, item.text, this.first(rest, place, item.text));
    };
    walk(choices, [], false);
  }

  /** What `items` may begin with, behind the word `before`. */
  first(items: readonly Item[], place: Place, before = '', depth = 0): string[] {
    const [item, ...rest] = items;
    if (item === undefined || depth > DEEPEST) return [];
    if (item.is === 'word') return [item.text];
    const choices = item.is === 'group' ? item.choices : place.definitions.get(item.text);
    if (choices === undefined) return valuesOf(item.is === 'name' ? item.text : '', place.object, before);
    const inside = this.areKinds(choices)
      ? [rest.some(takesArguments) ? '@type' : '@kind']
      : choices.flatMap((choice) => this.first(choice.length === 1 ? [...choice, ...rest.filter(takesArguments)] : choice, place, before, depth + 1));
    return item.is === 'group' && item.optional ? [...inside, ...this.first(rest, place, before, depth + 1)] : inside;
  }

  /** iproute2's list of link types: those known here take its place. */
  private areKinds(choices: Choices): boolean {
    return choices.filter(([item]) => item?.is === 'word' && this.kinds.has(item.text)).length > 3;
  }
}

/** What follows a command in its statement. Where it is one of a list that has a name (`ip monitor link`), more of the list may. */
function tailOf(items: readonly Item[], command: string): readonly Item[] {
  const isCommand = (item: Item | undefined): boolean => item?.is === 'word' && item.text === command;
  const at = items.findIndex((item) => isCommand(item) || (item.is === 'group' && item.choices.some(([first]) => isCommand(first))));
  const found = items[at];
  if (found === undefined) return items;
  const inside = found.is === 'group' ? found.choices.find(([first]) => isCommand(first))?.slice(1) : [];
  return [...(inside ?? []), ...items.slice(at + 1)];
}

/** `type TYPE [ ARGS ]`: the kind's own words may follow. */
function takesArguments(item: Item): boolean {
  return item.is === 'group' ? item.choices.some((choice) => choice.some(takesArguments)) : item.text === 'ARGS';
}

function valuesOf(name: string, object: string, before: string): string[] {
  if (NETNS_WORDS.has(before) || object === 'netns') return name.startsWith('N') ? ['@netns'] : [];
  if (LINK.test(name) || ((LINK_WORDS.has(before) || object === 'vrf') && MAYBE_LINK.test(name))) return ['@link'];
  return name.startsWith('FILE') ? ['@file'] : [];
}
