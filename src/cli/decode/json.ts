// `--json`: a line for each message.

import type { Step } from '../../netlink/capture/entry.js';
import { lineOf } from '../../netlink/capture/line.js';
import type { Surroundings, View } from './view.js';

export class JsonView implements View {
  constructor(private readonly surroundings: Surroundings) {}

  step(step: Step): string {
    const line = lineOf(step, this.surroundings.protocols);
    return line === undefined ? '' : `${JSON.stringify(line)}\n`;
  }

  end(): string {
    return '';
  }
}
