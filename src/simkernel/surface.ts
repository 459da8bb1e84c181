// rtnetlink/simkernel: a kernel in memory that speaks rtnetlink, behind the Transport of the real one.

export { type Clock, VirtualClock } from './clock.js';
export type { Faults, FaultWhere } from './faults.js';
export { type KernelOptions, SimulatedKernel, type SimulatedTransportOptions } from './kernel.js';
export type { NetNamespace } from './namespace.js';
export type { SimulatedSocket, SocketOptions } from './socket.js';
export { capturedDatagram, exchangeLine, type Transcribed, type Transcriber } from './transcript.js';
