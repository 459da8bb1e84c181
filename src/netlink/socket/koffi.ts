// Native calls through koffi (https://koffi.dev), on runtimes without node:ffi.

import type { CType, CValue, Native } from './native.js';

const { existsSync } = process.getBuiltinModule('node:fs');

interface Callable {
  (...values: readonly (CValue | BigUint64Array)[]): number | bigint;
  async(...valuesAndCallback: readonly (CValue | ((error: unknown, result: number | bigint) => void))[]): void;
}

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

function load(path: string): Koffi {
  const module = { exports: {} as Koffi };
  process.dlopen(module, path);
  return module.exports;
}

/** Where npm installs it: beside this package, whose main entry this is part of. */
function beside(file: string): Koffi {
  const path = decodeURIComponent(import.meta.url.slice('file://'.length));
  const end = path.lastIndexOf('/dist/main.cjs');
  if (end < 0) throw new Error('not in the package');
  return load(path.slice(0, path.lastIndexOf('/', end - 1) + 1) + file);
}

const requireHere = (): NodeJS.Require => process.getBuiltinModule('node:module').createRequire(import.meta.url);

const required = (name: string): Koffi => requireHere()(name) as Koffi;

/**
 * koffi is a package that finds the one with the binary for this machine, and that one finds which of its binaries is for this C library. Both take
 * longer than all else that opening a socket takes, as does asking node where a package is: so the binary itself is tried first, where it is likely to be.
 */
function findKoffi(): Koffi {
  const { arch, platform } = process;
  const name = `@koromix/koffi-${platform}-${arch}`;
  const musl = platform === 'linux' ? MUSL[arch] : undefined;
  const file = `${platform}_${arch}/koffi.node`;
  const places = [
    () => beside(`${name}/${file}`),
    () =>
      load(
        requireHere()
          .resolve(name)
          .replace(/[^/]+$/, file),
      ),
    () => required(name),
  ];
  // Elsewhere koffi knows better which of its binaries is the right one.
  for (const place of musl === undefined || existsSync(musl) ? places.slice(2) : places) {
    try {
      const binary = place();
      if (binary.version.startsWith('3.')) return binary;
    } catch {
      // Not there, or not for this C library: there are other places, and koffi knows where else to look.
    }
  }
  return required('koffi');
}

/** Throws where koffi is not installed or does not load. */
export function loadKoffi(): Native {
  const koffi = findKoffi();
  const library = koffi.load(null);
  const bind = (name: string, result: CType, parameters: readonly CType[]): Callable =>
    library.func(
      name,
      types[result],
      parameters.map((type) => types[type]),
    );
  // Node-API, which koffi is made with: napi_status f(napi_env, ...).
  const napi = (name: string, ...parameters: readonly string[]): Callable => library.func(name, 'int', ['void *', ...parameters]);
  const addHook = napi('napi_add_env_cleanup_hook', 'void *', 'void *');
  const removeHook = napi('napi_remove_env_cleanup_hook', 'void *', 'void *');
  return {
    name: 'koffi',
    bind,
    bindLater(name, result, parameters) {
      const call = bind(name, result, parameters);
      return (done, ...values) => call.async(...values, (_, returned) => done(returned));
    },
    symbol: (name) => library.symbol(name),
    errno: () => koffi.errno(),
    addressOf: (bytes) => koffi.address(bytes),
    eventLoop() {
      const loop = new BigUint64Array(1);
      napi('napi_get_uv_event_loop', 'void *')(koffi.node.env, loop);
      return loop[0] ?? 0n;
    },
    atExit(address, argument) {
      addHook(koffi.node.env, address, argument);
      return () => removeHook(koffi.node.env, address, argument);
    },
  };
}
