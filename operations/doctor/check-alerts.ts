import { countByCode, type SinkAlert, sinkAlerts } from '../../twilio/sink-alerts.ts';
import type { Cures } from '../cures.ts';
import type { TwilioCheck } from './at-twilio.ts';
import type { Check } from './check.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** What Twilio keeps of calls. https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource */
const KEPT_MS = 30 * DAY_MS;
/** While it lasts Twilio repeats it every 20 minutes. https://www.twilio.com/docs/events/event-delivery-and-duplication */
const ALERT_LASTS_MS = HOUR_MS;
/** So long it tries for an event. */
const TRIES_MS = 4 * HOUR_MS;
/** A call lasts so long at most, unless somebody asked for more. https://www.twilio.com/docs/voice/api/call-resource */
const CALL_MS = 4 * HOUR_MS;
const REPEATS_MS = 20 * 60_000;
const MINUTE_MS = 60_000;

/** Twilio gives up the event at once. https://www.twilio.com/docs/api/errors/91303 …/91305 …/93104 */
const GIVES_UP: readonly string[] = ['91303', '91305', '93104'];

/** Twilio refuses to look for alerts before 30 days ago; the minute is for the way there. */
const LOOKED_AT_MS = KEPT_MS - MINUTE_MS;

/** What Twilio's debugger says of the stack's sinks. */
export const alertsCheck: TwilioCheck = {
  name: 'twilio alerts',
  async look({ client, cures, nowMs, sinks }) {
    const found = await sinks.catch(() => undefined);
    return [checkAlerts(await sinkAlerts(client, nowMs - LOOKED_AT_MS), { sinkSids: found?.sids, nowMs }, cures)];
  },
};

export interface AlertsFact {
  /** Of the last 30 days. */
  alerts: readonly SinkAlert[];
  /** There were too many to see all. */
  isCut: boolean;
}

/** @param sinkSids those of the stack, earlier ones among them; undefined where nobody knows */
export function checkAlerts(
  { alerts, isCut }: AlertsFact,
  { sinkSids, nowMs }: { sinkSids: readonly string[] | undefined; nowMs: number },
  cures: Pick<Cures, 'backfill'>,
): Check {
  const name = 'twilio alerts';
  const ours = alerts
    .filter(({ resourceSid: sid }) => sinkSids === undefined || !sid?.startsWith('DG') || sinkSids.includes(sid))
    .toSorted((one, other) => one.atMs - other.atMs);
  const latest = ours.at(-1);
  const among = isCut ? ' among the newest 10,000 alerts of a level' : '';
  if (latest === undefined) return { name, state: 'ok', says: `none about sinks in the last 30 days${among}` };
  const lately = ours.filter(({ atMs }) => nowMs - atMs <= ALERT_LASTS_MS);
  const lost = lostSpans(ours);
  // What is lost has to be fetched by somebody; who has not done it within a day knows of it.
  const isNew = lost.some(({ toMs }) => nowMs - toMs <= DAY_MS);
  const link = `https://www.twilio.com/docs/api/errors/${latest.code}`;
  const fetch = spanToFetch(lost, nowMs);
  const backfill =
    fetch && `Twilio dropped events, and keeps them for 30 days: ${cures.backfill(fetch.fromMs, fetch.toMs)}`;
  const at = new Date(latest.atMs).toISOString();
  return {
    name,
    state: isNew || lately.some(({ level }) => level === 'error') ? 'wrong' : 'news',
    says: `${countByCode(ours)} about sinks in the last 30 days${among}, the last of them ${latest.code} at ${at}${lately.length > 0 ? '' : ': none for an hour'}`,
    cure: [
      ...(lately.length > 0 || backfill === undefined ? [link] : []),
      ...(backfill === undefined ? [] : [backfill]),
    ].join('; then '),
  };
}

interface Span {
  fromMs: number;
  toMs: number;
}

/** When Twilio gave events up: at once by some codes, and in every trouble that lasted longer than it tries. */
function lostSpans(alerts: readonly SinkAlert[]): Span[] {
  const troubles: (Span & { gaveUp: boolean })[] = [];
  for (const { code, atMs } of alerts) {
    const trouble = troubles.at(-1);
    const gaveUp = GIVES_UP.includes(code);
    if (trouble === undefined || atMs - trouble.toMs > ALERT_LASTS_MS) {
      troubles.push({ fromMs: atMs, toMs: atMs, gaveUp });
    } else {
      trouble.toMs = atMs;
      trouble.gaveUp ||= gaveUp;
    }
  }
  return troubles.filter(({ fromMs, toMs, gaveUp }) => gaveUp || toMs - fromMs >= TRIES_MS - REPEATS_MS);
}

/** When the calls began whose events were given up, in whole minutes; undefined where Twilio no longer has them. */
function spanToFetch(lost: readonly Span[], nowMs: number): Span | undefined {
  const oldestMs = nowMs - KEPT_MS + HOUR_MS;
  const kept = lost.filter(({ toMs }) => toMs + REPEATS_MS > oldestMs + MINUTE_MS);
  const [first, last] = [kept[0], kept.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  return {
    fromMs: wholeMinute(Math.max(first.fromMs - CALL_MS, oldestMs)),
    toMs: wholeMinute(Math.min(last.toMs + REPEATS_MS, nowMs)),
  };
}

function wholeMinute(ms: number): number {
  return Math.floor(ms / MINUTE_MS) * MINUTE_MS;
}
