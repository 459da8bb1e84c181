// What a foreign function interface has to offer for the C library and libuv to be called through it. Types only;
// implemented by node-ffi.ts and koffi.ts.

/** The ways a runtime can reach native code. */
export type BindingName = 'node:ffi' | 'koffi';

/** C types as the calls below need them: `size` is size_t, `ssize` is ssize_t. */
export type CType = 'int' | 'unsigned' | 'size' | 'ssize' | 'pointer' | 'void';

/** A size is given as bigint; a buffer stands for its address while the call lasts. */
export type CValue = number | bigint | Uint8Array | Uint32Array;

export interface Native {
  readonly name: BindingName;
  /** A function of the running process: its own, libuv's or the C library's. Throws where there is none of that name. */
  bind(name: string, result: CType, parameters: readonly CType[]): (...values: readonly CValue[]) => number | bigint;
  /** The same, called on a thread of libuv's pool: `done` has the result, from the event loop. Absent where there is no such thing. */
  bindLater?(name: string, result: CType, parameters: readonly CType[]): (done: (result: number | bigint) => void, ...values: readonly CValue[]) => void;
  /** Where that function lies. */
  symbol(name: string): bigint;
  /** errno of this thread as the last call left it, or that of a call in the pool while its `done` runs: to be asked before anything else is called. */
  errno(): number;
  /** Where the first byte lies in memory. */
  addressOf(bytes: Uint8Array): bigint;
  /** The uv_loop_t of this thread. */
  eventLoop(): bigint;
  /** Has the function at that address called with `argument` when this thread ends, however it ends; the result takes that back. */
  atExit(address: bigint, argument: bigint): () => void;
}
