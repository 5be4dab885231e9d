/**
 * Whether an entry has one of the values that are asked for, where some are.
 * @param valuesOf what it has; what is undefined is none
 */
export function anyOf<Entry, Value>(
  asked: readonly Value[] | undefined,
  valuesOf: (entry: Entry) => readonly (Value | undefined)[],
): ((entry: Entry) => boolean) | undefined {
  if (asked === undefined) return undefined;
  const wanted = new Set<Value | undefined>(asked);
  return (entry) => valuesOf(entry).some((value) => value !== undefined && wanted.has(value));
}
