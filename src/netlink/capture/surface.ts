// What `rtnetlink/capture` exports: readers of recorded traffic. Runs in a browser.

export * from './captured.js';
export type * from './entry.js';
export { type CaptureOptions, openCapture } from './open.js';
export { MAX_ENDED_ENTRIES, MAX_OPEN_ENTRIES } from './open-entries.js';
export * from './understanding.js';
