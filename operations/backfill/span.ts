import { UsageProblem } from '../../shared/trouble.ts';
import { DAY_MS } from '../../shared/utc-day.ts';
import { SETTLED_AFTER_MS } from './backfill-call.ts';

/** What Voice Insights keeps. https://www.twilio.com/docs/voice/voice-insights/frequently-asked-questions */
const KEPT_DAYS = 30;
const KEPT_MS = KEPT_DAYS * DAY_MS;
/** What passes between the reading of `30d` and this. */
const MINUTE_MS = 60_000;

/** A span of time, ISO 8601. */
export interface Span {
  from: string;
  to: string;
  /** What it leaves out of what was asked for. */
  remark?: string;
}

/**
 * The span in which calls started that are asked for: without an end until Twilio may still deliver events, and no
 * longer than Twilio keeps them, which is said.
 * @param now epoch ms
 * @throws UsageProblem that names what was said
 */
export function spanOf({ from, to, force = false }: { from: string; to?: string; force?: boolean }, now: number): Span {
  if (to !== undefined && from > to) throw new UsageProblem(`--since ${from} is after --until ${to}`);
  if (from > iso(now)) throw new UsageProblem(`--since ${from} is in the future`);
  const oldest = iso(now - KEPT_MS);
  if (to !== undefined && to < oldest) {
    throw new UsageProblem(`--until ${to}: Twilio keeps the events of a call for ${KEPT_DAYS} days, back to ${oldest}`);
  }
  const end = to ?? iso(now - (force ? 0 : SETTLED_AFTER_MS));
  if (from > end) {
    throw new UsageProblem(
      `--since ${from} is less than 6 hours ago: Twilio may still deliver events of calls that started since. Set an earlier time, or use --force`,
    );
  }
  if (from >= iso(now - KEPT_MS - MINUTE_MS)) return { from, to: end };
  const remark = `Twilio keeps the events of a call for ${KEPT_DAYS} days: calls that started before ${oldest} are left out`;
  return { from: oldest, to: end, remark };
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
