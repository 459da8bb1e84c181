// The words after `type bridge_slave`. iproute2: ip/iplink_bridge_slave.c: bridge_slave_parse_opt().

import { AttributeList } from '../attribute-list.js';
import type { KindContext } from '../kind-command.js';
import { invalidWord, matches, parseOnOff, UsageError, type Words, wholeNumber } from '../words.js';
import { type BridgePort, bridgePortData } from './bridge-port-data.js';
import { kindError } from './word-values.js';

export const bridgePortUsage = `Usage: ... bridge_slave [ fdb_flush ]
\t\t\t[ state STATE ]
\t\t\t[ priority PRIO ]
\t\t\t[ cost COST ]
\t\t\t[ guard {on | off} ]
\t\t\t[ hairpin {on | off} ]
\t\t\t[ fastleave {on | off} ]
\t\t\t[ root_block {on | off} ]
\t\t\t[ learning {on | off} ]
\t\t\t[ flood {on | off} ]
\t\t\t[ proxy_arp {on | off} ]
\t\t\t[ proxy_arp_wifi {on | off} ]
\t\t\t[ mcast_router MULTICAST_ROUTER ]
\t\t\t[ mcast_fast_leave {on | off} ]
\t\t\t[ mcast_flood {on | off} ]
\t\t\t[ bcast_flood {on | off} ]
\t\t\t[ mcast_to_unicast {on | off} ]
\t\t\t[ group_fwd_mask MASK ]
\t\t\t[ neigh_suppress {on | off} ]
\t\t\t[ vlan_tunnel {on | off} ]
\t\t\t[ isolated {on | off} ]
\t\t\t[ locked {on | off} ]
\t\t\t[ backup_port DEVICE ] [ nobackup_port ]
`;

type Reader = (word: string, name: string) => number;
const onOff: Reader = (word, name) => (parseOnOff(name, word, 1, true) ? 1 : 0);

/** Options with one value, in the order tried: the first that a word begins is meant. */
const VALUES: readonly (readonly [word: string, key: keyof BridgePort, read: Reader])[] = [
  ['state', 'state', (word) => wholeNumber(word, 'state is invalid', 0xff)],
  ['priority', 'priority', (word) => wholeNumber(word, 'priority is invalid', 0xffff)],
  ['cost', 'cost', (word) => wholeNumber(word, 'cost is invalid')],
  ['hairpin', 'mode', onOff],
  ['guard', 'guard', onOff],
  ['root_block', 'protect', onOff],
  ['fastleave', 'fastLeave', onOff],
  ['learning', 'learning', onOff],
  ['flood', 'unicastFlood', onOff],
  ['mcast_flood', 'mcastFlood', onOff],
  ['bcast_flood', 'bcastFlood', onOff],
  ['mcast_to_unicast', 'mcastToUcast', onOff],
  ['proxy_arp', 'proxyarp', onOff],
  ['proxy_arp_wifi', 'proxyarpWifi', onOff],
  ['mcast_router', 'multicastRouter', (word) => wholeNumber(word, 'invalid mcast_router', 0xff)],
  ['mcast_fast_leave', 'fastLeave', onOff],
  ['neigh_suppress', 'neighSuppress', onOff],
  ['group_fwd_mask', 'groupFwdMask', (word) => wholeNumber(word, 'invalid group_fwd_mask', 0xffff)],
  ['vlan_tunnel', 'vlanTunnel', onOff],
  ['isolated', 'isolated', onOff],
  ['locked', 'locked', onOff],
];

/** In the order typed. */
export async function bridgePortWords(words: Words, context: KindContext): Promise<BridgePort | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<BridgePort>(bridgePortData.schema, () => context.littleEndian);
  while (words.left > 0) {
    const word = words.next();
    const found = VALUES.find(([name]) => matches(word, name));
    if (matches(word, 'fdb_flush')) {
      data.add('flush', true);
    } else if (found !== undefined) {
      const [name, key, read] = found;
      data.add(key, read(words.next(), name));
    } else if (matches(word, 'backup_port')) {
      data.add('backupPort', await portIndex(words.next(), context));
    } else if (matches(word, 'nobackup_port')) {
      data.add('backupPort', 0);
    } else {
      throw kindError(matches(word, 'help') ? bridgePortUsage : `bridge_slave: unknown option "${word}"?\n${bridgePortUsage}`);
    }
  }
  return data.object();
}

async function portIndex(name: string, context: KindContext): Promise<number> {
  try {
    return await context.linkIndex(name);
  } catch (error) {
    throw error instanceof UsageError ? invalidWord('Device does not exist\n', name) : error;
  }
}
