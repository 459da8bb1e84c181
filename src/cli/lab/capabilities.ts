// What a process may do, and what the lab needs to be allowed.

const { readFileSync } = process.getBuiltinModule('node:fs');

/** include/uapi/linux/capability.h */
const NEEDED = [
  ['CAP_SYS_ADMIN', 21n, 'to make network namespaces and to enter them'],
  ['CAP_NET_ADMIN', 12n, 'to make links, addresses and routes in them'],
] as const;

/** A sentence for each capability that is missing; of another system than Linux, that it is. */
export function missing(): { readonly capability: string; readonly why: string }[] {
  if (process.platform !== 'linux') return [{ capability: 'Linux', why: 'Linux is needed' }];
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'}`);
  return NEEDED.filter(([, bit]) => ((effective >> bit) & 1n) === 0n).map(([capability, , why]) => ({ capability, why: `${capability} is needed ${why}` }));
}
