// An attribute that stands several times in its set, each with an element of its own (BRIDGE_XSTATS_VLAN, IFLA_BRIDGE_VLAN_INFO):
// a list in the value. Elsewhere the last of several counts, as in nla_parse(). What repeats inside a nest alone is a `list`.

import type { Codec } from './codec.js';
import { EncodeError } from './errors.js';

/** Elements in the order of the wire; an empty list is no attribute. Where another stands between two of them, encoding what was decoded puts it there again. */
export function repeated<T>(element: Codec<T>): Codec<T[]> {
  return {
    type: `repeated ${element.type}`,
    ...(element.flags !== undefined && { flags: element.flags }),
    repeats: element,
    decode: (b, start, end) => [element.decode(b, start, end)],
    /** One attribute holds one element: attribute sets write the others themselves. */
    encode(w, values) {
      if (!Array.isArray(values) || values.length !== 1) throw new EncodeError('one attribute holds one element');
      element.encode(w, values[0] as T);
    },
    ...(element.dissect !== undefined && { dissect: element.dissect.bind(element) }),
  };
}
