import type { Twilio } from 'twilio';
import { groupBy } from '../shared/group-by.ts';
import type { JsonObject } from '../shared/json.ts';
import { createTwilioReader } from './twilio-read.ts';

/** What Twilio's debugger has on a sink. https://www.twilio.com/docs/usage/monitor-alert */
export interface SinkAlert {
  code: string;
  /** Twilio warns of what passes: it tries again, and asks for nothing to be done while that does not last. */
  level: 'error' | 'warning';
  /** Epoch ms. */
  atMs: number;
  /** What it is about, where Twilio says it. */
  resourceSid?: string;
}

/** What Twilio says of sinks, in a few words. https://www.twilio.com/docs/api/errors */
const MEANING: Readonly<Record<string, string>> = {
  91300: 'the stream refuses what it writes',
  91302: 'the stream throttles it',
  91303: 'it dropped an event after a fault of its own',
  91304: 'a fault of its own, after which it tries again',
  91305: 'the stream refused an event, which is not tried again',
  93101: 'it cannot write to the stream',
  93102: 'it cannot assume the role with the external id',
  93103: 'it cannot count the shards: the role lacks a right, or the stream is throttled',
  93104: 'there is no such stream',
};

/** All that are about a delivery; 93100 is about a replay. */
const OF_DELIVERY = /^(913\d\d|9310[1-9])$/;
/** 91302 and 91304 are warnings. https://www.twilio.com/docs/api/errors/91302 */
const LEVELS = ['error', 'warning'] as const;
/** Of a level. Alerts are of a whole account, and those about sinks may be few of them. */
const MAX_ALERTS = 10_000;
const PAGE = 1_000;

interface SinkAlerts {
  alerts: SinkAlert[];
  /** There were too many alerts to see all. */
  isCut: boolean;
}

/** What an account's debugger has on sinks since then, epoch ms: 30 days ago at most, or Twilio refuses to answer. */
export async function sinkAlerts(client: Twilio, sinceMs: number): Promise<SinkAlerts> {
  const [errors, warnings] = await Promise.all(LEVELS.map((level) => alertsOfLevel(client, level, sinceMs)));
  return {
    alerts: [errors, warnings].flatMap((found) => found?.alerts ?? []),
    isCut: [errors, warnings].some((found) => found?.isCut),
  };
}

async function alertsOfLevel(client: Twilio, level: SinkAlert['level'], sinceMs: number): Promise<SinkAlerts> {
  // To the second, as Twilio takes it.
  const StartDate = new Date(sinceMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const query = { LogLevel: level, StartDate, PageSize: `${PAGE}` };
  const alerts: SinkAlert[] = [];
  let seen = 0;
  for await (const alert of createTwilioReader(client).list('monitor', '/v1/Alerts', 'alerts', query)) {
    if (seen === MAX_ALERTS) return { alerts, isCut: true };
    seen += 1;
    alerts.push(...aboutSink(alert, level));
  }
  return { alerts, isCut: false };
}

function aboutSink(
  { error_code, resource_sid, date_created, date_generated }: JsonObject,
  level: SinkAlert['level'],
): SinkAlert[] {
  const code = String(error_code);
  const atMs = Date.parse(String(date_created ?? date_generated));
  if (!OF_DELIVERY.test(code) || Number.isNaN(atMs)) return [];
  return [{ code, level, atMs, ...(typeof resource_sid === 'string' && { resourceSid: resource_sid }) }];
}

/** `91303 ×1, 93102 ×2` */
export function countByCode(alerts: readonly SinkAlert[]): string {
  const counts = groupBy(alerts, ({ code }) => code);
  return [...counts]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([code, { length }]) => `${code} ×${length}`)
    .join(', ');
}

/**
 * What Twilio's debugger says of one sink since then, epoch ms, a code each: `93102 (it cannot assume …)`. Undefined
 * where the credentials may not know, or Twilio does not say.
 */
export async function alertsOfSink(client: Twilio, sinkSid: string, sinceMs: number): Promise<string[] | undefined> {
  try {
    const { alerts } = await sinkAlerts(client, sinceMs);
    const ours = alerts.filter(({ resourceSid }) => !resourceSid?.startsWith('DG') || resourceSid === sinkSid);
    const codes = [...new Set(ours.map(({ code }) => code))].sort();
    return codes.map((code) => (MEANING[code] === undefined ? code : `${code} (${MEANING[code]})`));
  } catch {
    // It is asked for another trouble, which is the one to tell.
    return undefined;
  }
}
