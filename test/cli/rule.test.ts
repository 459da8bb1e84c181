// Every word of `rule` and `mrule`, right and wrong, every rule shown, and every filter: the same requests, output and code as iproute2's.

import { suite } from 'uvu';
import { assertCases } from './in-process.js';

const test = suite('rule words');

for (const file of ['rule-words', 'rule-show', 'rule-restore']) test(file, () => assertCases(`${file}.jsonl.gz`));

test.run();
