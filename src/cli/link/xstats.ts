// `link xstats`: counters that a link kind keeps beside the usual ones. iproute2: ip/iplink_xstats.c.

import { KernelError } from '../../netlink/errors.js';
import type { CommandKinds } from '../../rtnl/kind-command.js';
import { showXstats } from '../../rtnl/show/stats.js';
import { statsRequest } from '../../rtnl/stats.js';
import { invalidWord, matches, UsageError, type Words } from '../../rtnl/words.js';
import type { Session } from '../session.js';
import { show } from '../show.js';
import { noDevice } from './words.js';

/** The kinds iproute2 6.1 knows of: one it does not is a wrong word, one without such counters is not. */
const KNOWN: ReadonlySet<string> = new Set(
  (
    'amt bareudp batadv bond bond_slave bridge bridge_slave can dsa dummy erspan geneve gre gretap gtp hsr ifb ip6erspan ip6gre ip6gretap ip6tnl ipip ipoib ' +
    'ipvlan ipvtap macsec macvlan macvtap netdevsim nlmon rmnet sit team team_slave tun vcan veth virt_wifi vlan vrf vrf_slave vti vti6 vxcan vxlan wwan xfrm'
  ).split(' '),
);

/** Resolves to the exit code. Throws UsageError. */
export async function linkXstats(words: Words, session: Session): Promise<number> {
  const type = readType(words);
  const slave = type.endsWith('_slave');
  const name = slave ? type.slice(0, -'_slave'.length) : type;
  const kind: CommandKinds[string] | undefined = Object.hasOwn(session.kinds, name) ? session.kinds[name] : undefined;
  const composed = kind !== undefined && kind.foreign !== true && (!slave || kind.slave !== undefined);
  if (!composed && !KNOWN.has(type)) throw invalidWord('invalid type', type);
  if (!composed || kind.xstatsCommand === undefined) throw new UsageError(`xstats: link type ${type} doesn't support xstats\n`, 1);
  const { xstatsCommand } = kind;
  const { index, only } = await xstatsCommand.words(words, { kind: type, linkIndex: (dev) => linkIndex(dev, session) });
  const messages = await session.kernel.list(statsRequest([slave ? 'linkXstatsSlave' : 'linkXstats']));
  const refused = messages instanceof KernelError;
  await show(session, (out, names) => {
    for (const message of refused ? [] : messages) {
      if (message.name !== 'RTM_NEWSTATS' || (index !== 0 && message.body.ifindex !== index)) continue;
      showXstats(out, message.body, names, name, xstatsCommand, only);
    }
  });
  if (refused) session.io.stderr('Dump terminated\n');
  return refused ? 1 : 0;
}

function readType(words: Words): string {
  if (words.left === 0) throw new UsageError('xstats: missing argument\n', 1);
  const word = words.next();
  if (matches(word, 'type')) return words.next();
  if (matches(word, 'help')) throw new UsageError('Usage: ... xstats type TYPE [ ARGS ]\n', 0, true);
  throw invalidWord('unknown argument', word);
}

async function linkIndex(dev: string, session: Session): Promise<number> {
  const index = await session.names.indexOf(dev);
  if (index === 0) throw noDevice(dev);
  return index;
}
