// TAP, version 14: https://testanything.org/tap-version-14-specification.html

import { countsOf, type Result } from '../result.js';
import type { Report } from './report.js';
import { remark, type Subject } from './subject.js';

/** A # or \ of a description would start a directive, or escape. */
const escaped = (text: string): string => text.replace(/[\\#]/g, '\\$&').replace(/[\r\n]+/g, ' ');

function diagnosis({ reason, failures }: Result): string {
  const lines = [
    ...(reason === undefined ? [] : [`  message: ${JSON.stringify(reason)}`]),
    ...(failures.length === 0 ? [] : ['  failures:']),
    ...failures.flatMap(({ step, request, message, what, expected, got, offset }) =>
      Object.entries({ step, request, message, what, expected, got, offset })
        .filter(([, value]) => value !== undefined)
        .map(([key, value], i) => `    ${i === 0 ? '-' : ' '} ${key}: ${JSON.stringify(value)}`),
    ),
  ];
  return `  ---\n${lines.join('\n')}\n  ...\n`;
}

export function tapReport(subject: Subject): Report {
  let number = 0;
  return {
    start: () => `TAP version 14\n${remark(subject) === undefined ? '' : `# ${remark(subject)}\n`}`,
    result(result) {
      const { suite, name, outcome, reason = '' } = result;
      const line = `${outcome === 'failed' ? 'not ok' : 'ok'} ${++number} - ${escaped(`${suite}/${name}`)}`;
      if (outcome === 'skipped') return `${line} # SKIP ${escaped(reason)}\n`;
      return `${line}\n${outcome === 'failed' ? diagnosis(result) : ''}`;
    },
    end(results) {
      const { passed, failed, skipped } = countsOf(results);
      return `1..${results.length}\n# ${passed} passed, ${failed} failed, ${skipped} skipped\n`;
    },
  };
}
