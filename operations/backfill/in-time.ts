import type { Clock } from '../../shared/clock.ts';

const WRITE_WITHIN_MS = 60_000;

/**
 * A write of so many rows, which ends after a minute: the table serves ingest first.
 * @throws what the write throws, or Error that says that the table takes no rows
 */
export async function inTime<Answer>(
  rows: number,
  clock: Pick<Clock, 'sleep'>,
  write: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const done = new AbortController();
  const late = new AbortController();
  clock.sleep(WRITE_WITHIN_MS, done.signal).then(
    () => late.abort(),
    () => undefined,
  );
  try {
    return await write(late.signal);
  } catch (error) {
    if (!late.signal.aborted) throw error;
    throw new Error(
      `the table takes no rows (${WRITE_WITHIN_MS / 1_000} s for ${rows}): it is throttled or unreachable`,
    );
  } finally {
    done.abort();
  }
}
