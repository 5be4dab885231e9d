import { utcTime } from '../../shared/utc-time.ts';

/** With a zone, as every reader of dates understands it: https://www.rfc-editor.org/rfc/rfc3339 */
const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;

/** The time an event is filed under, fixed-width UTC: its own, else that of the CloudEvent; undefined where neither is one. */
export function eventTime(timestamp: unknown, envelopeTime: unknown): string | undefined {
  return utcTime(timestamp) ?? utcTime(envelopeTime);
}

/**
 * The time an event is told with: as Twilio wrote it where that is the time it is filed under, written so that everybody
 * reads it alike; else that time. So whatever orders the rows is what people see.
 * @param filedUnder fixed-width UTC
 */
export function toldTime(timestamp: unknown, filedUnder: string): string {
  const isToBeRead = typeof timestamp === 'string' && RFC_3339.test(timestamp) && utcTime(timestamp) === filedUnder;
  return isToBeRead ? timestamp : filedUnder;
}
