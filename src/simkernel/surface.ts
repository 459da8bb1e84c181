// rtnetlink/simkernel: a kernel in memory that speaks rtnetlink, behind the Transport of the real one.

export { type Clock, VirtualClock } from './clock.js';
export type { Faults, FaultWhere } from './faults.js';
export { type KernelOptions, type Place, SimulatedKernel, type SimulatedTransportOptions } from './kernel.js';
export type { NetNamespace } from './namespace.js';
export type { MessageName } from './protocol.js';
export type { Reach } from './reach/reach.js';
export type { SimulatedSocket, SocketOptions } from './socket.js';
export type { Held } from './subscribers.js';
export type { Transcriber } from './transcript.js';
