/** The first time; each further time is twice as long, as far as the longest. */
const HIDDEN_MS = 30_000;
const LONGEST_HIDDEN_MS = 15 * 60_000;

/** How long to wait before asking again while no one looks at the tab. `times`: how often that was so before, in a row. */
export function hiddenWaitMs(times: number): number {
  return Math.min(HIDDEN_MS * 2 ** times, LONGEST_HIDDEN_MS);
}

const PACES_MS = [5_000, 10_000, 15_000, 30_000];

/** How long to wait before asking again what was the same so many times in a row. */
export function answerPaceMs(unchanged: number): number {
  return PACES_MS[Math.min(unchanged, PACES_MS.length - 1)] ?? 0;
}
