// One object: whom it is about, the sums, and every case.

import { countsOf } from '../result.js';
import type { Report } from './report.js';
import type { Subject } from './subject.js';

export const jsonReport = (subject: Subject): Report => ({
  start: () => '',
  result: () => '',
  end: (results) => `${JSON.stringify({ ...subject, ...countsOf(results), results: results.map((result) => ({ ...result, time: Math.round(result.time) })) })}\n`,
});
