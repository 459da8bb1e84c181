// Every suite that is recorded.

import type { SuiteDefinition } from './define.js';
import { kernelReplies } from './kernel-replies.js';

export const suites: readonly SuiteDefinition[] = [kernelReplies];
