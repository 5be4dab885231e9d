import { isFinalSummary } from '../../families/call-summary/in-words/outcome.ts';
import type { JsonObject } from '../../shared/json.ts';
import { utcTime } from '../../shared/utc-time.ts';

const POLL_MS = 2_000;
/** Twilio sends the last version up to 30 minutes after the call; an old call is not asked for again. */
const YOUNG_MS = 45 * 60_000;

/**
 * How long to wait for a first or a better version of a summary, in ms; undefined where none is to come.
 * @param heardMs when the call was last heard of, epoch ms; undefined where it was not
 */
export function waitForBetter(
  summary: JsonObject | undefined,
  { heardMs, nowMs }: { heardMs: number | undefined; nowMs: number },
): number | undefined {
  if (summary !== undefined && isFinalSummary(summary)) return undefined;
  const ended = utcTime(summary?.end_time);
  // A call that goes on has no end.
  const lastMs = ended === undefined ? heardMs : Date.parse(ended);
  return lastMs === undefined || nowMs - lastMs < YOUNG_MS ? POLL_MS : undefined;
}
