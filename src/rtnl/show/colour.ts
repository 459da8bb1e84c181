// The colours of `ip -c`. iproute2: lib/color.c.

/** What has a colour. */
export type Colour = 'ifname' | 'mac' | 'inet' | 'inet6' | 'up' | 'down';

/** What the colours are to be read on; iproute2 takes it from COLORFGBG, light where that says nothing. */
export type Background = 'light' | 'dark';

const CODES: Readonly<Record<Colour, number>> = { ifname: 36, mac: 33, inet: 35, inet6: 34, up: 32, down: 31 };

/** `text` in its colour; on a dark background it is bold as well. */
export function coloured(text: string, colour: Colour, background: Background): string {
  return `\x1b[${background === 'dark' ? '1;' : ''}${CODES[colour]}m${text}\x1b[0m`;
}

/** What the environment variable COLORFGBG says: its last field is the background's number, 0 to 6 and 8 being dark. */
export function backgroundOf(colorfgbg: string | undefined): Background {
  return /;[0-68]$/.test(colorfgbg ?? '') ? 'dark' : 'light';
}
