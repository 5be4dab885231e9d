const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

/** How long to wait between readings, by how long nothing new has come. */
const PACES: readonly { quietMs: number; waitMs: number }[] = [
  { quietMs: 15 * MINUTE_MS, waitMs: 15 * SECOND_MS },
  { quietMs: 5 * MINUTE_MS, waitMs: 10 * SECOND_MS },
  { quietMs: MINUTE_MS, waitMs: 5 * SECOND_MS },
];
const SHORTEST_WAIT_MS = 2 * SECOND_MS;

/** Milliseconds until the next reading: two seconds while something comes, up to fifteen where nothing came for long. */
export function liveWaitMs(quietMs: number): number {
  return PACES.find((pace) => quietMs >= pace.quietMs)?.waitMs ?? SHORTEST_WAIT_MS;
}
