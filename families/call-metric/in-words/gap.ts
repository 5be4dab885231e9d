/** Further apart than so many usual intervals, samples are missing. */
const GAP_STEPS = 2.5;

/** Further apart than this, nobody knows what was between two samples; ms. */
export function gapMs({ stepMs }: { stepMs: number }): number {
  return GAP_STEPS * stepMs;
}
