// `vrf show`, `identify`, `pids` and `exec default`. `exec` of another VRF wants an eBPF program loaded, which is not done here.
// iproute2: ip/ipvrf.c: do_ipvrf().

import { ENODEV } from '../../netlink/errno-numbers.js';
import { KernelError } from '../../netlink/errors.js';
import type { Vrf } from '../../rtnl/kinds/vrf.js';
import type { AnyLink } from '../../rtnl/link.js';
import { padEnd } from '../../rtnl/show/link.js';
import { matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { identifyVrf, isVrf, showVrfProcesses } from './processes.js';

const usage = `Usage:\tip vrf show [NAME] ...
\tip vrf exec [NAME] cmd ...
\tip vrf identify [PID]
\tip vrf pids [NAME]
`;

const MAIN = 254;

/** Resolves to the exit code. Throws UsageError. */
export async function vrf(words: Words, session: Session): Promise<number> {
  if (words.left === 0) return showVrfs(words, session);
  const word = words.next();
  if (matches(word, 'identify')) return identifyVrf(words, session);
  if (matches(word, 'pids')) return showVrfProcesses(words, session);
  if (matches(word, 'exec')) return execInVrf(words, session);
  if (['show', 'lst', 'list'].some((name) => matches(word, name))) return showVrfs(words, session);
  if (matches(word, 'help')) throw new UsageError(usage);
  throw new UsageError(`Command "${word}" is unknown, try "ip vrf help".\n`);
}

async function execInVrf(words: Words, session: Session): Promise<number> {
  if (words.left === 0) throw new UsageError('No VRF name specified\n', 1);
  if (words.left === 1) throw new UsageError('No command specified\n', 1);
  const name = words.next();
  if (name === 'default') return session.namespaces.files.executeOutsideVrfs(session.options.netns, words.rest());
  if (!(await isVrf(name, session))) {
    session.io.stderr('Invalid VRF name\n');
    return 255;
  }
  throw new UsageError('rtnl does not load the eBPF program that binds sockets to a VRF.\n', 1);
}

/** The routing table of a link that is a VRF. */
function tableOf({ linkinfo }: Partial<AnyLink>): number | undefined {
  if (linkinfo?.kind !== 'vrf') return undefined;
  return (linkinfo as { readonly vrf?: Vrf }).vrf?.table ?? 0;
}

async function showVrfs(words: Words, session: Session): Promise<number> {
  if (words.left > 1) throw new UsageError(usage);
  if (words.left === 1) return showOneVrf(words.next(), session);
  const messages = await session.kernel.list({ name: 'RTM_GETLINK', header: {}, body: { family: session.options.family, ...filterOf(session) } });
  if (messages instanceof KernelError) {
    session.io.stderr('Dump terminated\n');
    return 255;
  }
  const links = messages.flatMap((message) => (message.name === 'RTM_NEWLINK' ? [message.body] : []));
  for (const link of links) if (link.ifname !== undefined && tableOf(link) === 0) session.io.stderr(`BUG: VRF ${link.ifname} is missing table id\n`);
  const vrfs = links.flatMap(({ ifname, ...link }) => {
    const table = tableOf(link);
    return ifname === undefined || table === undefined || table === 0 ? [] : [{ ifname, table }];
  });
  await show(session, (out) => {
    out.text(`${'Name'.padEnd(16)}  ${'Table'.padStart(5)}\n-----------------------\n`);
    for (const { ifname, table } of vrfs) {
      out.openObject();
      out.both('name', ifname, padEnd(ifname, 16));
      out.both('table', table, ` ${String(table).padStart(5)}`);
      out.text('\n');
      out.closeObject();
    }
    if (vrfs.length === 0) out.text('No VRF has been configured\n');
  });
  return 0;
}

/** Of other families than these, the kernel takes no filter. */
function filterOf({ options: { family } }: Session): Partial<AnyLink> {
  return family === 0 || family === 17 ? { linkinfo: { kind: 'vrf' } } : {};
}

/** `default` is the main table where no link has that name. */
async function showOneVrf(name: string, session: Session): Promise<number> {
  const { kernel, options, io } = session;
  const answer = await kernel.ask({ name: 'RTM_GETLINK', header: {}, body: { family: options.family, ifname: name } }, true);
  const main = answer instanceof KernelError && answer.errno === ENODEV && name === 'default' ? MAIN : 0;
  const table = answer instanceof KernelError ? main : answer.name === 'RTM_NEWLINK' ? (tableOf(answer.body) ?? 0) : 0;
  if (table === 0) {
    io.stderr('Invalid VRF\n');
    return 255;
  }
  io.stdout(`${name} ${table}\n`);
  return 0;
}
