// Batches with comments, continued lines, quotes, wrong words and refusals in the middle, with -force and without: the same requests,
// output and code as iproute2's, and the same lines left out.

import { suite } from 'uvu';
import { assertCases } from './in-process.js';

const test = suite('batches');

test('batch-words', () => assertCases('batch-words.jsonl.gz'));

test.run();
