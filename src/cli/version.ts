// What `rtnl -V` says.

import { readFileSync } from 'node:fs';

/** From the package's own description, two folders up both in src/ and in dist/. */
export function version(): string {
  const description = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly name: string; readonly version: string };
  return `rtnl utility, ${description.name}-${description.version}\n`;
}
