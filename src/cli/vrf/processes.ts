// Which VRF a process is in, and which processes are in a VRF: a matter of control groups. iproute2: ip/ipvrf.c:
// vrf_identify(), ipvrf_pids().

import { KernelError } from '../../netlink/errors.js';
import { netns } from '../../rtnl/netns.js';
import { invalidWord, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';

const { lstatSync, readdirSync, readFileSync } = process.getBuiltinModule('node:fs');
const { join } = process.getBuiltinModule('node:path');

/** iproute2's buffer for a name, less the NUL. */
const LONGEST = 31;

/** `vrf identify [PID]`. Resolves to the exit code. Throws UsageError. */
export function identifyVrf(words: Words, { io }: Session): number {
  const pid = words.left === 0 ? process.pid : pidWord(words);
  const groups = read(`/proc/${pid}/cgroup`);
  if (groups === undefined) {
    io.stderr('Failed to lookup vrf association: No such file or directory\n');
    return 1;
  }
  const line = groups.split('\n').find((line) => line.includes('::/') && line.includes('/vrf/'));
  const name = line?.slice(line.indexOf('/vrf/') + '/vrf/'.length, undefined).slice(0, LONGEST) ?? '';
  if (name !== '') io.stdout(`${name}\n`);
  return 0;
}

function pidWord(words: Words): number {
  const word = words.next();
  if (words.left > 0) throw invalidWord('Extra arguments specified\n', words.next());
  if (!/^\s*\+?\d+$/.test(word) || Number(word) > 0xffffffff) throw invalidWord('Invalid pid\n', word);
  return Number(word);
}

/** `vrf pids NAME`. Resolves to the exit code. Throws UsageError. */
export async function showVrfProcesses(words: Words, session: Session): Promise<number> {
  if (words.left !== 1) throw new UsageError('Invalid arguments\n', 1);
  const name = words.next();
  if (!(await isVrf(name, session))) throw new UsageError('Invalid VRF name\n', 1);
  const mount = controlGroups();
  if (mount === undefined) throw new UsageError('Failed to find cgroup2 mount\n', 1);
  const here = await netns.identify(process.pid);
  for (const directory of vrfDirectories(mount, here === undefined ? undefined : `${here}-ns`)) {
    for (const pid of (read(join(directory, `${name}/cgroup.procs`)) ?? '').split('\n')) {
      if (pid !== '') session.io.stdout(`${pid.padStart(5)}  ${commandOf(pid)}\n`);
    }
  }
  return 0;
}

export async function isVrf(ifname: string, { kernel, options }: Session): Promise<boolean> {
  const answer = await kernel.ask({ name: 'RTM_GETLINK', header: {}, body: { family: options.family, ifname } }, true);
  return !(answer instanceof KernelError) && answer.name === 'RTM_NEWLINK' && answer.body.linkinfo?.kind === 'vrf';
}

/** Where control groups of version 2 are mounted. */
export function controlGroups(): string | undefined {
  const line = (read('/proc/mounts') ?? '').split('\n').find((line) => line.split(' ')[2] === 'cgroup2');
  return line?.split(' ')[1];
}

/** Directories named vrf; with `parent`, only in one of that name. */
function* vrfDirectories(base: string, parent: string | undefined): Generator<string> {
  for (const entry of entries(base)) {
    const path = join(base, entry);
    if (entry === 'vrf') {
      if (parent === undefined || base.endsWith(`/${parent}`)) yield path;
    } else if (isDirectory(path)) {
      yield* vrfDirectories(path, parent);
    }
  }
}

function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Groups come and go while they are looked at. */
function isDirectory(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

function commandOf(pid: string): string {
  return /^Name:\s*(.*)$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1]?.slice(0, LONGEST) ?? '<terminated?>';
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
