// JUnit XML, as build servers read it: a testsuite for each suite. https://github.com/testmoapp/junitxml

import { countsOf, type Result, reasonsOf } from '../result.js';
import type { Report } from './report.js';
import type { Subject } from './subject.js';

/** Code points that XML 1.0 has, outside of which not even a reference may stand. */
const FOREIGN = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };

const text = (value: string): string => value.replace(FOREIGN, '\u{fffd}').replace(/[&<>"\n\r\t]/g, (found) => MARKUP[found] as string);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${text(String(value))}"`)
    .join('');

const seconds = (results: readonly Result[]): string => (results.reduce((sum, { time }) => sum + time, 0) / 1000).toFixed(3);

function sums(results: readonly Result[]): string {
  const { failed, skipped } = countsOf(results);
  return attributes({ tests: results.length, failures: failed, errors: 0, skipped, time: seconds(results) });
}

function testcase(result: Result): string {
  const { suite, name, outcome, reason = '' } = result;
  const open = `    <testcase${attributes({ classname: suite, name, time: seconds([result]) })}`;
  if (outcome === 'passed') return `${open}/>\n`;
  if (outcome === 'skipped') return `${open}>\n      <skipped${attributes({ message: reason })}/>\n    </testcase>\n`;
  const reasons = reasonsOf(result);
  return `${open}>\n      <failure${attributes({ message: reasons[0] ?? '' })}>${text(reasons.join('\n'))}</failure>\n    </testcase>\n`;
}

export const junitReport = (subject: Subject): Report => ({
  start: () => '',
  result: () => '',
  end(results) {
    const suites = [...grouped(results)].map(([name, own]) => {
      const properties = Object.entries(subject)
        .map(([name, value]) => `      <property${attributes({ name, value })}/>\n`)
        .join('');
      return `  <testsuite${attributes({ name })}${sums(own)}>\n    <properties>\n${properties}    </properties>\n${own.map(testcase).join('')}  </testsuite>\n`;
    });
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'rtnl conformance' })}${sums(results)}>\n${suites.join('')}</testsuites>\n`;
  },
});

function grouped(results: readonly Result[]): ReadonlyMap<string, readonly Result[]> {
  const out = new Map<string, Result[]>();
  for (const result of results) out.set(result.suite, [...(out.get(result.suite) ?? []), result]);
  return out;
}
