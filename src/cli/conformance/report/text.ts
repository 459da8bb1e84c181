// For people: a line for each failure and each skipped case, and the sum.

import { countsOf, reasonsOf } from '../result.js';
import type { Report } from './report.js';
import { remark, type Subject } from './subject.js';

export const textReport = (subject: Subject): Report => ({
  start: () => (remark(subject) === undefined ? '' : `${remark(subject)}\n`),
  result(result) {
    if (result.outcome === 'passed') return '';
    return reasonsOf(result)
      .map((reason) => `${result.outcome} ${result.suite}/${result.name}: ${reason}\n`)
      .join('');
  },
  end(results) {
    const { passed, failed, skipped } = countsOf(results);
    return `${passed} passed, ${failed} failed, ${skipped} skipped\n`;
  },
});
