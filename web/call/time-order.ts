/** The indexes of events in the order of their times. */
export function timeOrder(times: readonly number[]): number[] {
  return times.map((_atMs, index) => index).sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0) || a - b);
}
