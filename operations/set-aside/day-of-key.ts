/** The day with which a key begins behind its prefix, as `2026-11-20`; undefined where it begins with none. */
export function dayOfKey(key: string, prefix: string): string | undefined {
  if (!key.startsWith(prefix)) return undefined;
  return /^(\d{4})\/(\d{2})\/(\d{2})\//.exec(key.slice(prefix.length))?.slice(1).join('-');
}
