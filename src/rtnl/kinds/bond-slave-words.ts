// Slaves of a bond as `ip` reads and prints them. iproute2: ip/iplink_bond_slave.c.

import type { KindContext } from '../kind-command.js';
import { showLinkAddress } from '../show/link-address.js';
import type { Printer } from '../show/printer.js';
import { type Words, wholeNumber } from '../words.js';
import { type BondSlave, bondSlaveData, type bondSlaveMiiStatus, lacpState } from './bond-slave.js';
import { number } from './option-values.js';
import { type AttributeOption, notAnOption, one, option, optionWords, wholeOption } from './option-words.js';

const MII: Readonly<Record<keyof typeof bondSlaveMiiStatus.names, string>> = { up: 'UP', fail: 'GOING_DOWN', down: 'DOWN', back: 'GOING_BACK' };

export function showBondSlave(out: Printer, data: BondSlave): void {
  const number = (key: string, value: number | undefined) => {
    if (value !== undefined) out.both(key, value, `${key} ${value} `);
  };
  const { state, miiStatus, linkFailureCount, permHwaddr } = data;
  if (typeof state === 'string') out.both('state', state.toUpperCase(), `state ${state.toUpperCase()} `);
  else if (state !== undefined) out.both('state_index', state, `state ${state} `);
  if (typeof miiStatus === 'string') out.both('mii_status', MII[miiStatus], `mii_status ${MII[miiStatus]} `);
  else if (miiStatus !== undefined) out.both('mii_status_index', miiStatus, `mii_status ${miiStatus} `);
  number('link_failure_count', linkFailureCount === undefined ? undefined : linkFailureCount | 0);
  if (permHwaddr !== undefined) {
    const address = showLinkAddress(permHwaddr, 0);
    out.both('perm_hwaddr', address, `perm_hwaddr ${address} `);
  }
  number('queue_id', data.queueId);
  number('prio', data.prio);
  number('ad_aggregator_id', data.adAggregatorId);
  showPortState(out, 'ad_actor_oper_port_state', data.adActorOperPortState);
  showPortState(out, 'ad_partner_oper_port_state', data.adPartnerOperPortState);
}

function showPortState(out: Printer, key: string, bits: BondSlave['adActorOperPortState']): void {
  if (bits === undefined) return;
  const known = bits.filter((bit) => typeof bit === 'string');
  const state = known.reduce((sum, bit) => sum | lacpState[bit], 0);
  out.both(key, state, `${key} ${state} `);
  out.openArray(`${key}_str`);
  out.text(`${key}_str <${known.join(',')}> `);
  for (const bit of known) out.member(undefined, bit);
  out.closeArray();
}

export const bondSlaveUsage = 'Usage: ... bond_slave [ queue_id ID ] [ prio PRIORITY ]\n';

const OPTIONS: readonly AttributeOption<BondSlave>[] = [
  option('queue_id', one('queueId', number('queue_id is invalid', 0xffff))),
  wholeOption(
    'prio',
    one('prio', (word) => wholeNumber(word, 'prio is invalid', 0x7fffffff, -0x80000000)),
  ),
];

/** In the order typed. */
export function bondSlaveWords(words: Words, context: KindContext): Promise<BondSlave | undefined> {
  return optionWords(words, context, bondSlaveData.schema, OPTIONS, (word) => notAnOption(word, `bond_slave: unknown option "${word}"?\n`, bondSlaveUsage));
}
