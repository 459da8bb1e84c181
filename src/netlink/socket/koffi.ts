// Native calls through koffi (https://koffi.dev), on runtimes without node:ffi.

import type { CType, CValue, Native } from './native.js';

const { existsSync } = process.getBuiltinModule('node:fs');

type Callable = (...values: readonly (CValue | BigUint64Array)[]) => number | bigint;

/** What of koffi 3 is used here. */
interface Koffi {
  readonly version: string;
  load(path: null): {
    func(name: string, result: string, parameters: readonly string[]): Callable;
    symbol(name: string): bigint;
  };
  errno(): number;
  address(bytes: Uint8Array): bigint;
  /** The napi_env of this thread, as an address. */
  readonly node: { readonly env: bigint };
}

const types: Readonly<Record<CType, string>> = {
  int: 'int',
  unsigned: 'unsigned int',
  size: 'size_t',
  ssize: 'intptr_t',
  pointer: 'void *',
  void: 'void',
};

/** Where musl is, its loader is; what koffi has for that lies elsewhere. */
const MUSL: Readonly<Record<string, string>> = { x64: '/lib/ld-musl-x86_64.so.1', arm64: '/lib/ld-musl-aarch64.so.1' };

/** The binary for this machine, as it lies beside where npm installs. Throws where it does not. */
function binaryAt(name: string): Koffi {
  const { arch, platform } = process;
  const musl = platform === 'linux' ? MUSL[arch] : undefined;
  if (musl === undefined || existsSync(musl)) throw new Error(`koffi knows better which binary is for ${platform} on ${arch}`);
  const module = { exports: {} as Koffi };
  process.dlopen(module, decodeURIComponent(new URL(`./${platform}_${arch}/koffi.node`, import.meta.resolve(name)).pathname));
  return module.exports;
}

/**
 * koffi is a package that finds the one with the binary for this machine, and that one finds which of its binaries is for this C library. Both take
 * longer than all else that opening a socket takes, so the binary itself is tried first.
 */
function findKoffi(): Koffi {
  const name = `@koromix/koffi-${process.platform}-${process.arch}`;
  const require = (specifier: string) => process.getBuiltinModule('node:module').createRequire(import.meta.url)(specifier) as Koffi;
  for (const load of [binaryAt, require]) {
    try {
      const binary = load(name);
      if (binary.version.startsWith('3.')) return binary;
    } catch {
      // Not there, or not for this C library: koffi knows where else to look.
    }
  }
  return require('koffi');
}

/** Throws where koffi is not installed or does not load. */
export function loadKoffi(): Native {
  const koffi = findKoffi();
  const library = koffi.load(null);
  // Node-API, which koffi is made with: napi_status f(napi_env, ...).
  const napi = (name: string, ...parameters: readonly string[]): Callable => library.func(name, 'int', ['void *', ...parameters]);
  const getEventLoop = napi('napi_get_uv_event_loop', 'void *');
  const addHook = napi('napi_add_env_cleanup_hook', 'void *', 'void *');
  const removeHook = napi('napi_remove_env_cleanup_hook', 'void *', 'void *');
  return {
    name: 'koffi',
    bind: (name, result, parameters) =>
      library.func(
        name,
        types[result],
        parameters.map((type) => types[type]),
      ),
    symbol: (name) => library.symbol(name),
    errno: () => koffi.errno(),
    addressOf: (bytes) => koffi.address(bytes),
    eventLoop() {
      const loop = new BigUint64Array(1);
      getEventLoop(koffi.node.env, loop);
      return loop[0] ?? 0n;
    },
    atExit(address, argument) {
      addHook(koffi.node.env, address, argument);
      return () => removeHook(koffi.node.env, address, argument);
    },
  };
}
