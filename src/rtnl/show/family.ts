// Address families: their names, their colours, how many bits an address has. iproute2: lib/utils.c, lib/color.c.

import { AF_BRIDGE, AF_INET, AF_INET6, AF_MPLS, AF_PACKET } from '../constants.js';
import type { Colour } from './printer.js';

const NAMES: ReadonlyMap<number, string> = new Map([
  [AF_INET, 'inet'],
  [AF_INET6, 'inet6'],
  [AF_PACKET, 'link'],
  [AF_MPLS, 'mpls'],
  [AF_BRIDGE, 'bridge'],
]);

export function familyName(family: number): string {
  return NAMES.get(family) ?? '???';
}

export function familyColour(family: number): Colour | undefined {
  return family === AF_INET ? 'inet' : family === AF_INET6 ? 'inet6' : family === AF_PACKET ? 'mac' : undefined;
}

/** Bits of an address that stands for one host. */
export function hostBits(family: number): number {
  return family === AF_INET6 ? 128 : family === AF_INET ? 32 : family === AF_MPLS ? 20 : 0;
}
