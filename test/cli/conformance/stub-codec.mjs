// A codec that answers roundtrip with the bytes it was asked about, but for the second question, and for how the first argument says that it introduces itself.

import { createInterface } from 'node:readline';

const [manner = 'right'] = process.argv.slice(2);
const INTRODUCTIONS = {
  nameless: { checks: ['roundtrip'] },
  'of another form': { library: 'stub', checks: 'all' },
  silent: { library: 'stub', checks: ['roundtrip'], silent: ['offset', 'refusedAt'] },
  'big-endian': { library: 'stub', checks: ['roundtrip'], byteOrders: ['big'] },
};

const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

let asked = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { op, hex } = JSON.parse(line);
  if (op === 'hello') {
    say(INTRODUCTIONS[manner] ?? { library: 'stub', checks: ['roundtrip'] });
    continue;
  }
  asked++;
  if (asked !== 2) say({ hex });
  else if (manner === 'crash') {
    process.stderr.write('Segmentation fault\n');
    process.exit(139);
  } else if (manner === 'garbage') process.stdout.write('Traceback (most recent call last):\n');
  else if (manner === 'other form') say({ hex: 'zz' });
  else if (manner === 'no answer') say({ messages: [] });
  else if (manner === 'talkative') process.stdout.write(`${JSON.stringify({ hex })}\n${JSON.stringify({ hex: '00' })}\n`);
  else if (manner !== 'hang') say({ hex });
}
