/** Counts over time in so many parts at most; the first one may have fewer. */
export function joinedParts(volume: readonly number[], most: number): number[] {
  const size = Math.max(1, Math.ceil(volume.length / most));
  const bars: number[] = [];
  for (let end = volume.length; end > 0; end -= size) {
    bars.unshift(volume.slice(Math.max(0, end - size), end).reduce((sum, count) => sum + count, 0));
  }
  return bars;
}
