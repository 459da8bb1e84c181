// How results are told.

import type { Result } from '../result.js';
import { jsonReport } from './json.js';
import { junitReport } from './junit.js';
import type { Subject } from './subject.js';
import { tapReport } from './tap.js';
import { textReport } from './text.js';

/** A report as it grows: text for each result, and for the end. */
export interface Report {
  start(): string;
  result(result: Result): string;
  end(results: readonly Result[]): string;
}

export const REPORTS = { text: textReport, tap: tapReport, junit: junitReport, json: jsonReport } as const satisfies Readonly<Record<string, (subject: Subject) => Report>>;
