// Every word of `mroute`, right and wrong, and every multicast route shown: the same requests, output and code as iproute2's.

import { suite } from 'uvu';
import { assertCases } from './in-process.js';

const test = suite('mroute words');

for (const file of ['mroute-words', 'mroute-show']) test(file, () => assertCases(`${file}.jsonl.gz`));

test.run();
