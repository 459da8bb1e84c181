// gtp as `ip` reads and prints it. iproute2: ip/iplink_gtp.c.

import { AttributeList } from '../attribute-list.js';
import type { KindCommand, KindContext } from '../kind-command.js';
import type { Printer } from '../show/printer.js';
import { invalidWord, type Words, wholeNumber } from '../words.js';
import { type Gtp, gtpData, HASHSIZE, HASHSIZE_MAX } from './gtp.js';
import { decimalWord } from './option-values.js';
import { Once } from './option-words.js';
import { kindError } from './word-values.js';

function show(out: Printer, { role, pdpHashsize, restartCount }: Gtp): void {
  if (role !== undefined) {
    const name = typeof role === 'string' ? role : 'unknown';
    out.both('role', name, `role ${name} `);
  }
  if (pdpHashsize !== undefined) out.both('hsize', pdpHashsize, `hsize ${pdpHashsize} `);
  if (restartCount !== undefined) out.both('restart_count', restartCount, `restart_count ${restartCount} `);
}

function roleWord(word: string): 'sgsn' | 'ggsn' {
  if (word !== 'sgsn' && word !== 'ggsn') throw invalidWord('invalid role, use sgsn or ggsn', word);
  return word;
}

function hashsizeWord(word: string): number {
  const size = wholeNumber(word, 'invalid PDP hash size');
  if (size > HASHSIZE_MAX) throw invalidWord('PDP hash size too big', word);
  return size;
}

/** Words that are no option are passed over. */
async function words(words: Words, context: KindContext): Promise<Gtp | undefined> {
  if (words.left === 0) return undefined;
  const data = new AttributeList<Gtp>(gtpData.schema, () => context.littleEndian);
  const once = new Once();
  const value = (key: string): string => {
    const word = words.next();
    once.check(key, key, word);
    return word;
  };
  data.add('createSockets', 1);
  while (words.left > 0) {
    const word = words.next();
    if (word === 'role') data.add('role', roleWord(value('role')));
    else if (word === 'hsize') data.add('pdpHashsize', hashsizeWord(value('hsize')));
    else if (word === 'restart_count') data.add('restartCount', decimalWord(value('restart_count'), 'invalid restart_count', 255));
    else if (word === 'help') throw kindError(usage);
  }
  if (!once.has('role')) throw kindError('gtp: role of the gtp device was not specified\n');
  if (!once.has('hsize')) data.add('pdpHashsize', HASHSIZE);
  return data.object();
}

const usage = `Usage: ... gtp role ROLE
\t\t[ hsize HSIZE ]
\t\t[ restart_count RESTART_COUNT ]

Where:\tROLE\t\t:= { sgsn | ggsn }
\tHSIZE\t\t:= 1-131071
\tRESTART_COUNT\t:= 0-255
`;

/** What the command reads and prints. */
export const gtpCommand = { show, words, usage } satisfies KindCommand<Gtp>;
