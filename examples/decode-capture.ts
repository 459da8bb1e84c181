// What passed between a program and the kernel, attribute by attribute, from a file that `rtnl --record FILE` wrote:
// decode-capture.ts FILE [big]. Needs no kernel, and no Linux.

import { readFileSync } from 'node:fs';
import { type Dissection, dissectDatagram, jsonReplacer } from 'rtnetlink';

const [file = 'case.jsonl', order] = process.argv.slice(2);
const byteOrder = order === 'big' ? 'big' : 'little';

function print({ name, value, children = [] }: Dissection, indent: string): void {
  console.log(`${indent}${name} ${value === undefined ? '' : JSON.stringify(value, jsonReplacer)}`);
  for (const child of children) print(child, `${indent}  `);
}

for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
  const { exchange } = JSON.parse(line) as { exchange: { dir: 'tx' | 'rx'; hex: string }[] };
  for (const { dir, hex } of exchange) {
    for (const message of dissectDatagram(Buffer.from(hex, 'hex'), { byteOrder })) print(message, dir === 'tx' ? '> ' : '< ');
  }
}
