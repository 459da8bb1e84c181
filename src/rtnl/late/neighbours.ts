// Neighbours, and the forwarding entries of bridges, which are neighbours to the kernel. See ../late.ts.

export { Fdb } from '../fdb.js';
export { neighbourBody } from '../neighbour.js';
export { Neighbours } from '../neighbours.js';
