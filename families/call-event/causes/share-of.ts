/** Of the calls that are counted, so many must be among all: else most of them are not known, and a share would be too small. */
const LEAST_KNOWN = 1 / 2;

/**
 * Of all calls, how many are among some, 0 to 1. Calls are SIDs; those of no summary do not count. Null where there is no
 * call, and where most of these calls are none of all: they began earlier, or have no summary.
 */
export function shareOf(all: ReadonlySet<string>, some: ReadonlySet<string>): number | null {
  if (all.size === 0) return null;
  let both = 0;
  for (const call of some) if (all.has(call)) both += 1;
  return both < some.size * LEAST_KNOWN ? null : both / all.size;
}
