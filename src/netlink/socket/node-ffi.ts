// Native calls through node:ffi (https://nodejs.org/api/ffi.html), switched on in Node 26.9 and later: no package is needed.

import type { CType, CValue, Native } from './native.js';

/** What of node:ffi is used here; @types/node knows it from 26 on. */
interface NodeFfi {
  readonly DynamicLibrary: new (
    path: null,
  ) => {
    getFunction(name: string, signature: { readonly return: string; readonly arguments: readonly string[] }): (...values: readonly CValue[]) => number | bigint;
    getSymbol(name: string): bigint;
  };
  getCurrentEventLoop(): bigint;
  getRawPointer(bytes: Uint8Array): bigint;
  getInt32(address: bigint, offset: number): number;
}

/** On 64-bit machines: node has no node:ffi for others. */
const types: Readonly<Record<CType, string>> = {
  int: 'int32',
  unsigned: 'uint32',
  size: 'uint64',
  ssize: 'int64',
  pointer: 'pointer',
  void: 'void',
};

/** Throws where the runtime has no node:ffi, has it switched off, or forbids it (`--permission` without `--allow-ffi`). */
export function loadNodeFfi(): Native {
  const ffi = process.getBuiltinModule('node:ffi') as unknown as NodeFfi | undefined;
  if (ffi === undefined) throw new Error('this runtime has no node:ffi, or has it switched off');
  return nativeThrough(ffi);
}

function nativeThrough(ffi: NodeFfi): Native {
  const library = new ffi.DynamicLibrary(null);
  const bind: Native['bind'] = (name, result, parameters) => library.getFunction(name, { return: types[result], arguments: parameters.map((type) => types[type]) });
  // The address belongs to this thread, as this object does.
  const errno = BigInt(bind('__errno_location', 'pointer', [])());
  // node.h: void node::AddEnvironmentCleanupHook(v8::Isolate*, void (*)(void*), void*), and its opposite.
  const isolate = bind('_ZN2v87Isolate10GetCurrentEv', 'pointer', [])();
  const addHook = bind('_ZN4node25AddEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_', 'void', ['pointer', 'pointer', 'pointer']);
  const removeHook = bind('_ZN4node28RemoveEnvironmentCleanupHookEPN2v87IsolateEPFvPvES3_', 'void', ['pointer', 'pointer', 'pointer']);
  return {
    name: 'node:ffi',
    bind,
    symbol: (name) => library.getSymbol(name),
    errno: () => ffi.getInt32(errno, 0),
    addressOf: (bytes) => ffi.getRawPointer(bytes),
    eventLoop: () => ffi.getCurrentEventLoop(),
    atExit(address, argument) {
      addHook(isolate, address, argument);
      return () => removeHook(isolate, address, argument);
    },
  };
}
