// What `rtnl -V` says.

import { readFileSync } from 'node:fs';
import { description } from './place.js';

export function version(): string {
  const { name, version: number } = JSON.parse(readFileSync(description(), 'utf8')) as { readonly name: string; readonly version: string };
  return `rtnl utility, ${name}-${number}\n`;
}
