// Every word behind `encap`, right and wrong, and every encapsulation shown: the same requests, output and code as iproute2's.

import { suite } from 'uvu';
import { assertCases } from './in-process.js';

const test = suite('encap words');

for (const file of ['encap-words', 'encap-show']) test(file, () => assertCases(`${file}.jsonl.gz`));

test.run();
