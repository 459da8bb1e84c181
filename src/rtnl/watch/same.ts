// Whether two decoded values say the same, whatever the order of their attributes and but for some keys, at any depth.

const none: ReadonlySet<string> = new Set();

export function same(a: unknown, b: unknown, but: ReadonlySet<string> = none): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || ArrayBuffer.isView(a)) return sameItems(a as unknown as ArrayLike<unknown>, b as ArrayLike<unknown>, but);
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  for (const key in left) if (!but.has(key) && !same(left[key], right[key], but)) return false;
  for (const key in right) if (right[key] !== undefined && !but.has(key) && !(key in left)) return false;
  return true;
}

function sameItems(a: ArrayLike<unknown>, b: ArrayLike<unknown>, but: ReadonlySet<string>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!same(a[i], b[i], but)) return false;
  return true;
}
