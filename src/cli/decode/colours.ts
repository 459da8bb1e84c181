// Colours of what is told beside the objects themselves, which have those of `ip -c`.

import { styleText } from 'node:util';
import type { ColourWhen } from '../options.js';

/** What has a colour of its own. */
export type Part = 'number' | 'direction' | 'name' | 'time' | 'error' | 'warning' | 'hex' | 'good';

const STYLES = { number: 'cyan', direction: 'dim', name: 'bold', time: 'dim', error: 'red', warning: 'yellow', hex: 'dim', good: 'green' } as const;

export type Paint = (part: Part, text: string) => string;

/** Whether there are colours: never where NO_COLOR says so, unless they were asked for by name. See https://no-color.org. */
export function hasColours(when: ColourWhen, terminal: boolean, { NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (when !== 'auto') return when === 'always';
  return terminal && TERM !== 'dumb' && (NO_COLOR === undefined || NO_COLOR === '');
}

export function painter(colours: boolean): Paint {
  // Whether the stream takes them was found out already.
  return colours ? (part, text) => styleText(STYLES[part], text, { validateStream: false }) : (_, text) => text;
}

/** Characters that a terminal obeys, in names that a recording may hold; colours stay. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const OBEYED = /\x1b\[[0-9;]*m|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** The same text without anything but colours that a terminal would obey. */
export function harmless(text: string): string {
  return text.replace(OBEYED, (found) => (found.length > 1 ? found : `\\x${found.charCodeAt(0).toString(16).padStart(2, '0')}`));
}
