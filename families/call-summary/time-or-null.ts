import { toldTime } from '../call-event/event-time.ts';
import { saidTime } from './keys.ts';

/** A time of a summary as a resource tells it: as Twilio wrote it, where everybody reads that alike; null for none. */
export function timeOrNull(value: unknown): string | null {
  const time = saidTime(value);
  return time === undefined ? null : toldTime(value, time);
}
