// What `rtnetlink/capture` exports: readers of recorded traffic, and what is understood of it. Runs in a browser.

export { CaptureError, type CaptureErrorCode } from '../errors.js';
export * from './captured.js';
export type * from './entry.js';
export * from './line.js';
export { type CaptureOptions, openCapture } from './open.js';
export { MAX_ENDED_ENTRIES, MAX_OPEN_ENTRIES } from './open-entries.js';
export * from './understanding.js';
export { ExchangeWriter } from './write-exchange.js';
export { PcapngWriter } from './write-pcapng.js';
