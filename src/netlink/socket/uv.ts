// Readiness: a uv_poll_t of our own on this thread's event loop. Truth: libuv's docs/src/poll.rst, include/uv.h, src/unix/poll.c.
//
// No JavaScript is called from libuv: when a worker is terminated, its loop still turns while nothing may run in it, and
// both FFIs abort the process on a callback then. Instead the handle's callback is uv_poll_stop itself, which wakes the
// loop and marks the handle as fired; an unreferenced immediate, which node runs once per turn without keeping the loop
// from sleeping, looks for that mark.
//
// A worker that ends closes its loop, and node aborts when a handle is left on it. So the handle lies in memory of the C
// library, which outlasts the worker, and is marked as one of libuv's own, which uv_loop_close passes over.

import { SystemError } from '../errors.js';
import { wordSize } from './layout.js';
import type { Watch } from './libc.js';
import type { Native } from './native.js';

const UV_POLL = 8;
const UV_READABLE = 1;

/** Where `unsigned int flags` lies in uv_handle_t: behind data, loop, type, close_cb, handle_queue[2], u[4] and next_closing. */
const FLAGS_AT = BigInt(11 * wordSize);
/** `#define UV_HANDLE_REF 0x00000008` (src/uv-common.h), all that is set in a handle just made. */
const UV_HANDLE_REF = 0x08;
/** `#define UV_HANDLE_INTERNAL 0x00000010` */
const UV_HANDLE_INTERNAL = 0x10;

export function uvWatch(native: Native): (fd: number, ready: () => void) => Watch {
  const calloc = native.bind('calloc', 'pointer', ['size', 'size']);
  const memcpy = native.bind('memcpy', 'pointer', ['pointer', 'pointer', 'size']);
  const handleSize = native.bind('uv_handle_size', 'size', ['int']);
  const init = native.bind('uv_poll_init', 'int', ['pointer', 'pointer', 'int']);
  const start = native.bind('uv_poll_start', 'int', ['pointer', 'int', 'pointer']);
  const stop = native.bind('uv_poll_stop', 'int', ['pointer']);
  const isActive = native.bind('uv_is_active', 'int', ['pointer']);
  const close = native.bind('uv_close', 'void', ['pointer', 'pointer']);
  const stopItself = native.symbol('uv_poll_stop');
  const free = native.bind('free', 'void', ['pointer']);
  const freeItself = native.symbol('free');
  const loop = native.eventLoop();

  const open = (fd: number): bigint => {
    const handle = BigInt(calloc(1n, BigInt(handleSize(UV_POLL))));
    const result = Number(init(loop, handle, fd));
    if (result < 0) {
      free(handle);
      throw new SystemError('uv_poll_init', -result);
    }
    const flags = new Uint32Array(1);
    memcpy(flags, handle + FLAGS_AT, 4n);
    if (flags[0] !== UV_HANDLE_REF) {
      close(handle, freeItself);
      throw new Error(`this libuv lays out uv_handle_t in a way that is not known here: its flags are ${flags[0]}`);
    }
    memcpy(handle + FLAGS_AT, Uint32Array.of(UV_HANDLE_REF | UV_HANDLE_INTERNAL), 4n);
    return handle;
  };

  return (fd, ready) => {
    const handle = open(fd);
    // libuv stops the handle by itself, too, where the descriptor has an error: POLLERR, as when notifications were lost.
    const arm = () => start(handle, UV_READABLE, stopItself);
    let immediate: NodeJS.Immediate | undefined;
    function turn(): void {
      immediate = setImmediate(turn).unref();
      if (isActive(handle) !== 0) return;
      arm();
      ready();
    }
    const resume = () => {
      if (immediate !== undefined) return;
      arm();
      immediate = setImmediate(turn).unref();
    };
    const pause = () => {
      clearImmediate(immediate);
      immediate = undefined;
      stop(handle);
    };
    resume();

    return {
      pause,
      resume,
      close() {
        pause();
        close(handle, freeItself);
      },
    };
  };
}
