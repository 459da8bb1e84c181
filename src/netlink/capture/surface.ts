// What `rtnetlink/capture` exports: readers of recorded traffic. Runs in a browser.

export * from './captured.js';
export { type CaptureOptions, openCapture } from './open.js';
