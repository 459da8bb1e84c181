// The topology as a picture.

import { AT, type Mode } from './topology.js';

const HALF = 34;
const WHOLE = 2 * HALF + 6;

/** Text in a box, each line as wide as the box. */
function box(width: number, ...lines: readonly string[]): string[] {
  return lines.map((line) => `| ${line.padEnd(width - 2)} |`);
}

const beside = (left: readonly string[], right: readonly string[]): string[] => left.map((line, i) => `  ${line}    ${right[i]}`);
const edge = (width: number, ...joints: readonly number[]): string => `+${Array.from({ length: width }, (_, i) => (joints.includes(i) ? '+' : '-')).join('')}+`;
const lines = (...columns: readonly number[]): string => columns.reduce((line, column) => `${line.padEnd(column)}|`, '');

/** The hosts, their links, and the macvlans of the namespaces; `mode` is the kernel's own where it is left out. */
export function picture(mode?: Mode): string {
  const apart = mode === 'passthru';
  const second = apart ? HALF + 12 : 30;
  const host = (label: string, address: string): string[] => box(HALF, label, `eth0 ${address}     eth1`);
  return [
    '',
    `  ${'namespace1'.padEnd(second - 4)}namespace2`,
    `  ${`macvlan1 ${AT.macvlan1}`.padEnd(second - 4)}macvlan2 ${AT.macvlan2}    mode ${mode ?? 'vepa'}`,
    lines(6, second),
    ...beside([edge(HALF, 3, ...(apart ? [] : [second - 3]))], [edge(HALF, ...(apart ? [3] : []))]),
    ...beside(host('net1', AT.net1), host('net2', AT.net2)),
    ...beside([edge(HALF, 3, 21)], [edge(HALF, 3, 21)]),
    lines(6, 24, HALF + 12, HALF + 30),
    `  ${edge(WHOLE, 3, 21, HALF + 9, HALF + 27)}`,
    ...box(WHOLE, 'switch, which forwards', `br10 ${AT.gateway}: net1 eth0, net2 eth0`, 'br20: net1 eth1, net2 eth1', `server-eth0 ${AT.router}`).map((line) => `  ${line}`),
    `  ${edge(WHOLE, 3)}`,
    lines(6),
    `  ${edge(HALF, 3)}`,
    ...box(HALF, 'server', `eth0 ${AT.server}`).map((line) => `  ${line}`),
    `  ${edge(HALF)}`,
    '',
  ].join('\n');
}
