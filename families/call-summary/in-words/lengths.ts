import type { JsonObject } from '../../../shared/json.ts';
import { objectAt, saidCount } from '../said.ts';
import { measuredNumber, msInWords, secondsInWords } from './in-text.ts';

/** Of a shorter wait a caller knows nothing. */
const SHORT_WAIT_MS = 1_000;

/** How long a call took, as a sentence; undefined where it does not say, or was not answered and took no time. */
export function lengthInWords(summary: JsonObject): string | undefined {
  const [duration, connected] = [measuredNumber(summary.duration), saidCount(summary.connect_duration)];
  if (duration === undefined) return undefined;
  const says = `It was ${durationInWords(duration)} long`;
  if (connected === undefined || connected >= duration) return `${says}.`;
  return connected === 0 ? `${says}, none of it connected.` : `${says}, ${durationInWords(connected)} of it connected.`;
}

/** `12 s`, `2 min 20 s (140 s)`: as people say it, and as Twilio has it. */
export function durationInWords(seconds: number): string {
  return seconds < 60 ? secondsInWords(seconds) : `${secondsInWords(seconds)} (${Math.round(seconds)} s)`;
}

/** Post-dial delay, milliseconds; undefined where Twilio measured none. Twilio has one of calls, too, that never rang. */
export function postDialDelayMs(summary: JsonObject): number | undefined {
  return measuredNumber(objectAt(summary, 'properties').pdd_ms);
}

/** The post-dial delay as a sentence. */
export function postDialDelayInWords(summary: JsonObject): string | undefined {
  const ms = postDialDelayMs(summary);
  return ms === undefined ? undefined : `Post-dial delay was ${msInWords(ms)}.`;
}

/** How long the call stood in the queue of calls to be made, as a sentence, where that is worth a word. */
export function queueTimeInWords(summary: JsonObject): string | undefined {
  const ms = measuredNumber(objectAt(summary, 'properties').queue_time);
  return ms === undefined || ms < SHORT_WAIT_MS
    ? undefined
    : `It waited ${msInWords(ms)} in Twilio’s queue before it was dialled.`;
}
