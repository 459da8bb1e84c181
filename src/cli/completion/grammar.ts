// A usage text, read as the grammar it is: `Usage: ip link add [ mtu MTU ] type TYPE`, `TYPE := { vlan | veth }`. Reads leniently: what
// people write into usage texts is not always balanced, and prose stands among it.

/** What may stand at one place. `words` are to be typed as they are, `names` stand for values. */
export type Item = { readonly is: 'word' | 'name'; readonly text: string } | { readonly is: 'group'; readonly optional: boolean; readonly choices: Choices };

/** `a | b c` */
export type Choices = readonly (readonly Item[])[];

export interface Grammar {
  /** Behind `ip OBJECT` or `... KIND`, one a statement. */
  readonly statements: readonly { readonly subject: string; readonly choices: Choices }[];
  /** What `NAME := ...` says of it. */
  readonly definitions: ReadonlyMap<string, Choices>;
}

const DEFINITION = /(?:^|\s)(?:[Ww]here:?\s+)?([A-Z][A-Z0-9_-]*)\s*:=|^([A-Z][A-Z0-9_-]*):/gm;
const STATEMENT = /^(?:Usage:)?\s*(?:(?:ip|rtnl)\s+(?:\[\s*-\w+\s*\]\s*)?|\.\.\.\s+)(\w+)(?=[\s[{]|$)/gm;

/** The grammar of a usage text. */
export function readGrammar(usage: string): Grammar {
  const definitions = new Map<string, Choices>();
  const statements: { subject: string; choices: Choices }[] = [];
  const starts = [
    ...[...usage.matchAll(STATEMENT)].map((match) => ({ at: match.index, from: match.index + match[0].length, subject: match[1] ?? '', name: undefined })),
    ...[...usage.matchAll(DEFINITION)].map((match) => ({ at: match.index, from: match.index + match[0].length, subject: '', name: match[1] ?? match[2] })),
  ].sort((a, b) => a.at - b.at);
  for (const [i, { from, subject, name }] of starts.entries()) {
    const text = usage.slice(from, starts[i + 1]?.at);
    if (name === undefined) statements.push({ subject, choices: readChoices(text) });
    else definitions.set(name, [...(definitions.get(name) ?? []), ...withoutBrackets(readChoices(text))]);
  }
  return { statements, definitions };
}

/** `SCOPE := [ host | link ]` */
function withoutBrackets(choices: Choices): Choices {
  const [[only, ...others] = [], ...more] = choices;
  return only?.is === 'group' && others.length === 0 && more.length === 0 ? only.choices : choices;
}

/** A line with quotes, or with the beginning of a sentence, explains. */
const PROSE = /^.*(?:"|(?<!\S)[A-Z][a-z]+ [a-z<]).*$/gm;

function readChoices(text: string): Choices {
  const tokens =
    text
      .replace(PROSE, '')
      .replace(/\[(no|-)\](\S+)/g, (_, prefix, word) => `[ ${word} | ${prefix}${word} ]`)
      .replace(/(?<=[\w>])\[[^\]\s]*\]/g, '') // NUMBER[/MASK]
      .replace(/<[^>]*>|[a-z]+ \.\.\./g, ' VALUE ') // <macaddr>, cmd ...
      .match(/[{}[\]|]|[^\s{}[\]|]+/g) ?? [];
  let at = 0;
  const choices = (): Item[][] => {
    const all: Item[][] = [[]];
    for (; at < tokens.length; at++) {
      const token = tokens[at] as string;
      const last = all[all.length - 1] as Item[];
      if (token === '}' || token === ']') break;
      if (token === '|') all.push([]);
      else if (token === '{' || token === '[') {
        at++;
        last.push({ is: 'group', optional: token === '[', choices: choices() });
      } else {
        const item = readToken(token);
        if (item !== undefined) last.push(item);
      }
    }
    return all;
  };
  const all = choices();
  // A bracket too many: what follows it counts all the same.
  while (at < tokens.length) {
    at++;
    const [first = [], ...more] = choices();
    all[all.length - 1]?.push(...first);
    all.push(...more);
  }
  return all;
}

function readToken(token: string): Item | undefined {
  if (token.includes('..') || token.includes(',') || /^\d+-\d+$/.test(token)) return /^\.+$/.test(token) ? undefined : { is: 'name', text: token };
  return { is: /[a-z]/.test(token) || /^\d/.test(token) ? 'word' : 'name', text: token };
}
