// The files in which an administrator names numbers: /etc/iproute2 and, under it, what a distribution ships.
// iproute2: lib/rt_names.c: rtnl_tab_initialize(), rtnl_hash_initialize(); getprotobynumber(3).

import { builtinNames, defaultNames, Names, type NameTables } from '../rtnl/name-tables.js';

const { readdirSync, readFileSync } = process.getBuiltinModule('node:fs');

/** Where the files may be, the first that is there counts: iproute2 moved its own out of /etc with 6.5. */
const FOLDERS = ['/etc/iproute2', '/usr/share/iproute2', '/usr/lib/iproute2'];

/** One column of NameTables, the file it comes from, the numbers that can be named, and whether more files stand in FILE.d. A number above 255 keeps all the names it was given. */
const FILES = [
  ['protocols', 'rt_protos', 255, true],
  ['scopes', 'rt_scopes', 255, false],
  ['realms', 'rt_realms', 255, false],
  ['tables', 'rt_tables', 0x7fffffff, true],
  ['dsfields', 'rt_dsfield', 255, false],
  ['groups', 'group', 0x7fffffff, false],
  ['protoDownReasons', 'protodown_reasons', 31, true],
] as const;

/** What the files of this machine say. A line that is none is told to `warn`, and ends its file, as it does for `ip`. */
export function readNames(warn: (text: string) => void, folders: readonly string[] = FOLDERS, etc = '/etc'): NameTables {
  const columns = FILES.map(([column, file, max, more]) => {
    const texts = [firstOf(folders, file), ...(more ? confFiles(folders, `${file}.d`) : [])].filter((found) => found !== undefined);
    if (texts.length === 0) return [column, defaultNames[column]] as const;
    const names = max > 255 ? new Names(builtinNames[column]) : new Map(builtinNames[column]);
    for (const { path, text } of texts) addNames(names, path, text, max, warn);
    return [column, names] as const;
  });
  const [users, userGroups] = [accounts(`${etc}/passwd`), accounts(`${etc}/group`)];
  const rest = { ipProtocols: ipProtocols(`${etc}/protocols`), ...(users && { users }), ...(userGroups && { userGroups }) };
  return { ...(Object.fromEntries(columns) as Omit<NameTables, keyof typeof rest>), ...rest };
}

interface Found {
  readonly path: string;
  readonly text: string;
}

function read(path: string): Found | undefined {
  try {
    return { path, text: readFileSync(path, 'latin1') };
  } catch {
    return undefined;
  }
}

function firstOf(folders: readonly string[], file: string): Found | undefined {
  for (const folder of folders) {
    const found = read(`${folder}/${file}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A file in an earlier folder stands for one of the same name in a later one. */
function confFiles(folders: readonly string[], folder: string): Found[] {
  const paths = new Map<string, string>();
  for (const parent of folders) for (const name of list(`${parent}/${folder}`)) if (!paths.has(name)) paths.set(name, `${parent}/${folder}/${name}`);
  return [...paths.values()].map(read).filter((found) => found !== undefined);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[^.].*\.conf$/s.test(name));
  } catch {
    return [];
  }
}

function addNames(names: Map<number, string>, path: string, text: string, max: number, warn: (text: string) => void): void {
  for (const line of text.split('\n')) {
    const told = line.replace(/^[ \t]+/, '');
    if (told === '' || told.startsWith('#')) continue;
    const [, digits, name] = /^(0x[0-9a-fA-F]+|[+-]?\d+)\s+(\S+)/.exec(told) ?? [];
    if (digits === undefined || name === undefined) return warn(`Database ${path} is corrupted at ${told}\n`);
    const id = Number(digits);
    if (id < 0 || id > max) continue;
    const before = names.get(id);
    if (before !== undefined && names instanceof Names) names.others.set(before, id);
    names.set(id, name);
  }
}

/** `tcp 6 TCP # comment`; the first name of a number is shown. */
function ipProtocols(path: string): ReadonlyMap<number, string> {
  const text = read(path)?.text;
  if (text === undefined) return defaultNames.ipProtocols;
  const names = new Names();
  for (const line of text.split('\n')) {
    const [, told = '', digits, others = ''] = /^\s*([^\s#]+)\s+(\d+)([^#]*)/.exec(line) ?? [];
    const id = Number(digits);
    if (told !== '' && !names.has(id)) names.set(id, told);
    for (const name of [told, ...others.split(/\s+/)]) if (name !== '' && !names.others.has(name)) names.others.set(name, id);
  }
  return names;
}

/** `root:x:0:...`; the first name of a number counts. */
function accounts(path: string): ReadonlyMap<number, string> | undefined {
  const text = read(path)?.text;
  if (text === undefined) return undefined;
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [name, , digits] = line.split(':');
    if (name !== undefined && /^\d+$/.test(digits ?? '') && !names.has(Number(digits))) names.set(Number(digits), name);
  }
  return names;
}
