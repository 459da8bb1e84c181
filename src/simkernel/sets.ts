// Maps that find several by a key: sets by key, of which none is empty for long.

/** What is under a key, to be added to. */
export function setOf<K, V>(map: Map<K, Set<V>>, key: K): Set<V> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Set<V>();
  map.set(key, made);
  return made;
}

/** Whether it was the last under its key. */
export function dropFrom<K, V>(map: Map<K, Set<V>>, key: K, item: V): boolean {
  const known = map.get(key);
  known?.delete(item);
  return known?.size === 0 && map.delete(key);
}
