// The words of tunnel options: CLASS:TYPE:DATA,... of Geneve, GBP of VXLAN, VERSION:INDEX:DIR:HWID of ERSPAN.
// iproute2: ip/iproute_lwtunnel.c: lwtunnel_parse_geneve_opts(), lwtunnel_parse_vxlan_opts(), lwtunnel_parse_erspan_opts().

import type { ErspanOption, GeneveOption, TunnelOptions } from '../../rtnl/encap/ip-options.js';
import { invalidWord, parseWhole, UsageError } from '../../rtnl/words.js';

/** What is wrong with a word, and what was said of it before. */
class Wrong extends Error {}

/** LWTUNNEL_IP_OPTS for one of the three words and its value. Throws UsageError. */
export function readTunnelOptions(key: 'geneve_opts' | 'vxlan_opts' | 'erspan_opts', word: string): TunnelOptions {
  try {
    if (key === 'geneve_opts') return { geneve: word.split(',').map(geneveOption) };
    if (key === 'vxlan_opts') return { vxlan: { gbp: number(word, 0xffffffff) } };
    return { erspan: erspanOption(word) };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    // strsep(3) has cut the word by then.
    const rest = key === 'vxlan_opts' ? word : word.replace(key === 'geneve_opts' ? /[,:].*/s : /:.*/s, '');
    throw new UsageError(error.message + invalidWord(`"${key}" value is invalid\n`, rest).message);
  }
}

function number(word: string, max: number): number {
  const value = parseWhole(word);
  if (value === undefined || value < 0 || value > max) throw new Wrong('');
  return value;
}

/** Empty fields are left out. */
function fields<T>(word: string, readers: readonly ((option: T, field: string) => void)[]): T {
  const option = {} as T;
  for (const [i, field] of word.split(':').entries()) {
    const read = readers[i];
    if (read === undefined) throw new Wrong('Unknown "geneve_opts" type\n');
    if (field !== '') read(option, field);
  }
  return option;
}

const geneveOption = (word: string): GeneveOption =>
  fields<GeneveOption>(word, [
    (option, field) => {
      option.class = number(field, 0xffff);
    },
    (option, field) => {
      option.type = number(field, 0xff);
    },
    (option, field) => {
      option.data = hex(field);
    },
  ]);

const erspanOption = (word: string): ErspanOption =>
  fields<ErspanOption>(word, [
    (option, field) => {
      option.ver = number(field, 0xff);
    },
    (option, field) => {
      option.index = number(field, 0xffffffff);
    },
    (option, field) => {
      option.dir = number(field, 0xff);
    },
    (option, field) => {
      option.hwid = number(field, 0xff);
    },
  ]);

/** Pairs of digits; an odd one at the end does not count. */
function hex(field: string): Uint8Array {
  const pairs = field.slice(0, field.length & ~1);
  if (!/^[0-9a-fA-F]*$/.test(pairs)) throw new Wrong('');
  return Uint8Array.from(pairs.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}
