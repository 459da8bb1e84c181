// What -echo tells of changes that the kernel announces to whoever asked, and of those it merely acknowledges: a link that is set,
// an IPv6 address, a route that is replaced by itself.

import { suite } from 'uvu';
import { assertCases } from './in-process.js';

const test = suite('echoes');

test('echo-show', () => assertCases('echo-show.jsonl.gz'));

test.run();
