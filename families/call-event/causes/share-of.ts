/** Of all calls, how many are among some, 0 to 1; null of no call. Calls are SIDs; those of no summary do not count. */
export function shareOf(all: ReadonlySet<string>, some: ReadonlySet<string>): number | null {
  if (all.size === 0) return null;
  let both = 0;
  for (const call of some) if (all.has(call)) both += 1;
  return both / all.size;
}
