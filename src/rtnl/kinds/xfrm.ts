// xfrm: what goes through is sealed by the IPsec policies of its id. include/uapi/linux/if_link.h: IFLA_XFRM_*; net/xfrm/xfrm_interface_core.c:
// xfrmi_policy, xfrmi_fill_info(); iproute2: ip/link_xfrm.c.

import { attributes } from '../../netlink/attributes.js';
import { flag, u32, type Value } from '../../netlink/codec.js';
import { EncodeError } from '../../netlink/errors.js';
import { AttributeList } from '../attribute-list.js';
import type { KindContext, LinkKind } from '../kind.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, missingWord, type Words, wholeNumber } from '../words.js';
import { expectOptions } from './attribute-options.js';
import { showHex } from './bridge-show.js';
import { deviceWord } from './option-values.js';
import { type OptionWord, type Reading, readOptions, short, whole } from './option-words.js';
import { integerOption, linkOption } from './tunnel-options.js';
import { kindError } from './word-values.js';

const xfrmData = attributes({
  /** Index of the link to send from; 0 leaves it to routing. */
  link: ['IFLA_XFRM_LINK', 1, u32],
  /** Which policies and states are meant: not 0. */
  ifId: ['IFLA_XFRM_IF_ID', 2, u32],
  collectMetadata: ['IFLA_XFRM_COLLECT_METADATA', 3, flag],
});

/** What IFLA_INFO_DATA of an xfrm interface holds. */
export type Xfrm = Value<typeof xfrmData>;

/** Options of an xfrm interface; only Linux before 5.16 lets them be changed. */
export interface XfrmOptions {
  /** Which policies and states are meant, 1 to 4294967295: wanted unless `external`. */
  readonly ifId?: number;
  /** The link to send from, by index or name. */
  readonly dev?: string | number;
  /** Routes say for each packet which id is meant. Linux 6.1. */
  readonly external?: boolean;
}

function convert(options: XfrmOptions): Xfrm {
  expectOptions('xfrm', options, ['ifId', 'dev', 'external']);
  const { ifId, dev, external } = options;
  if (external) {
    if (ifId !== undefined || dev !== undefined) throw new EncodeError('an external xfrm has neither ifId nor dev');
    return { collectMetadata: true };
  }
  if (!ifId) throw new EncodeError('an xfrm needs an ifId, which is not 0, or to be external');
  return { ifId: integerOption('ifId', ifId, 0xffffffff), ...(dev !== undefined && { link: linkOption('dev', dev) }) };
}

/** The device is not shown: it is the lower link as well. */
function show(out: Printer, { collectMetadata, ifId }: Xfrm): void {
  if (collectMetadata !== undefined) out.both('external', true, 'external ');
  else if (ifId !== undefined) showHex(out, 'if_id', 'if_id', ifId);
}

interface XfrmReading extends Reading {
  readonly data: AttributeList<Xfrm>;
  link: number;
  ifId: number;
  external: boolean;
}

const OPTIONS: readonly OptionWord<XfrmReading>[] = [
  [
    short('dev'),
    async (reading) => {
      reading.link = await deviceWord(reading);
    },
  ],
  [
    short('if_id'),
    (reading) => {
      const word = reading.words.next();
      reading.ifId = wholeNumber(word, 'if_id value is invalid');
      if (reading.ifId === 0) throw invalidWord('if_id value is invalid', word);
      reading.data.add('ifId', reading.ifId);
    },
  ],
  [
    whole('external'),
    (reading) => {
      reading.external = true;
    },
  ],
];

async function words(words: Words, context: KindContext): Promise<Xfrm | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Xfrm>(xfrmData.schema, () => context.littleEndian);
  const reading: XfrmReading = { words, context, data, link: 0, ifId: 0, external: false };
  await readOptions(reading, OPTIONS, () => kindError(usage));
  const { link, ifId, external } = reading;
  if (external) {
    if (ifId !== 0 || link !== 0) throw kindError("xfrmi: both 'external' and if_id/link cannot be specified\n");
    data.add('collectMetadata', true);
  } else {
    if (ifId === 0) throw missingWord('IF_ID');
    if (link !== 0) data.add('link', link);
  }
  return data.object();
}

const usage = `Usage: ... xfrm dev [ PHYS_DEV ] [ if_id IF-ID ]
\t\t[ external ]

Where: IF-ID := { 0x1..0xffffffff }
`;

/** IPsec by id. */
export const xfrmKind = { data: xfrmData, add: convert, change: convert, links: ['dev'], show, words, usage } satisfies LinkKind<Xfrm, never, XfrmOptions, XfrmOptions>;
