// xfrm as `ip` reads and prints it. iproute2: ip/link_xfrm.c.

import { AttributeList } from '../attribute-list.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, missingWord, type Words, wholeNumber } from '../words.js';
import { showHex } from './bridge-show.js';
import { deviceWord } from './option-values.js';
import { type OptionWord, type Reading, readOptions, short, whole } from './option-words.js';
import { kindError } from './word-values.js';
import { type Xfrm, xfrmData } from './xfrm.js';

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

/** What the command reads and prints. */
export const xfrmCommand = { show, words, usage } satisfies KindCommand<Xfrm>;
