import type { Twilio } from 'twilio';
import { createTwilioReader } from './twilio-read.ts';

/** An error that Twilio's debugger has. https://www.twilio.com/docs/usage/monitor-alert */
export interface SinkAlert {
  code: string;
  atMs: number;
  /** What it is about, where Twilio says it. */
  resourceSid?: string;
}

/** What Twilio says of sinks, in a few words. https://www.twilio.com/docs/api/errors */
const MEANING: Readonly<Record<string, string>> = {
  91300: 'the stream refuses what it writes',
  91302: 'the stream throttles it',
  91303: 'an event was dropped by a fault of its own',
  91304: 'a fault of its own',
  93101: 'it cannot write to the stream',
  93102: 'it cannot assume the role with the external id',
  93103: 'it cannot count the shards: the role lacks a right, or the stream is throttled',
  93104: 'there is no such stream',
};

/** Alerts are of a whole account, and those about sinks may be few of them. */
const MAX_ALERTS = 10_000;
const PAGE = 1_000;

/** Errors about sinks and streams that an account had since then, epoch ms; `isCut` where it had too many to see all. */
export async function sinkAlerts(client: Twilio, sinceMs: number): Promise<{ alerts: SinkAlert[]; isCut: boolean }> {
  const query = { LogLevel: 'error', StartDate: new Date(sinceMs).toISOString(), PageSize: `${PAGE}` };
  const alerts: SinkAlert[] = [];
  let seen = 0;
  for await (const alert of createTwilioReader(client).list('monitor', '/v1/Alerts', 'alerts', query)) {
    if (seen === MAX_ALERTS) return { alerts, isCut: true };
    seen += 1;
    const code = String(alert.error_code);
    if (!(code in MEANING || /^9130\d$/.test(code))) continue;
    const { resource_sid: sid } = alert;
    alerts.push({
      code,
      atMs: Date.parse(String(alert.date_created)),
      ...(typeof sid === 'string' && { resourceSid: sid }),
    });
  }
  return { alerts, isCut: false };
}

/** `91303 ×1, 93102 ×2` */
export function countByCode(alerts: readonly SinkAlert[]): string {
  const counts = Map.groupBy(alerts, ({ code }) => code);
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
    // To the second.
    const { alerts } = await sinkAlerts(client, sinceMs - 1_000);
    const ours = alerts.filter(({ resourceSid }) => !resourceSid?.startsWith('DG') || resourceSid === sinkSid);
    const codes = [...new Set(ours.map(({ code }) => code))].sort();
    return codes.map((code) => (MEANING[code] === undefined ? code : `${code} (${MEANING[code]})`));
  } catch {
    // It is asked for another trouble, which is the one to tell.
    return undefined;
  }
}
