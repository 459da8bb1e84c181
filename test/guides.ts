// What the guides tell: their blocks of code, and their commands with what those printed.

import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';

export interface Block {
  readonly language: string;
  readonly body: string;
}

export interface Guide {
  readonly text: string;
  readonly blocks: readonly Block[];
  /** Commands of its blocks, each with what it printed. */
  readonly commands: readonly (readonly [command: string, told: string])[];
}

export function guide(name: string): Guide {
  const text = readFileSync(new URL(`../guides/${name}.md`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', body = '']) => ({ language, body }));
  const commands = blocks
    .flatMap(({ body }) => (body.startsWith('$ ') ? body.split(/^\$ /m).slice(1) : []))
    .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1)] as const);
  return { text, blocks, commands };
}

/** Whether `printed` is as told, where a line of dots stands for any lines. */
export function expectTold(printed: string, told: string, command: string): void {
  let at = 0;
  for (const [i, piece] of told.split(/^\.\.\.\n/m).entries()) {
    const found = i === 0 ? (printed.startsWith(piece) ? 0 : -1) : printed.indexOf(piece, at);
    assert.ok(found >= 0, `${command}\n${piece}\nis not in\n${printed.slice(at)}`);
    at = found + piece.length;
  }
  if (!told.endsWith('...\n')) assert.is(printed.slice(at), '', command);
}
