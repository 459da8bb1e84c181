// What `rtnl -V` says.

import { description } from './place.js';

const { readFileSync } = process.getBuiltinModule('node:fs');

export function version(): string {
  const { name, version: number } = JSON.parse(readFileSync(description(), 'utf8')) as { readonly name: string; readonly version: string };
  return `rtnl utility, ${name}-${number}\n`;
}
