import { LIMITS } from '../../call-summary/in-words/tags.ts';

/**
 * What a sample measures: round trip time, jitter and latency inside of Twilio in milliseconds, loss in percent of the
 * packets of its interval, MOS from 1 to 5, levels of microphone and speaker from 0 to 32767, and packets.
 */
export const MEASURES = [
  'packets',
  'loss',
  'jitter',
  'jitterMax',
  'rtt',
  'latency',
  'mos',
  'audioIn',
  'audioOut',
] as const;
export type Measure = (typeof MEASURES)[number];

/** Of these the least of two is the worse one. */
const LOW: ReadonlySet<Measure> = new Set(['packets', 'mos', 'audioIn', 'audioOut']);

/** Of two values of one measure the worse; the other one where one is not a number. */
export function worse(measure: Measure, one: number, other: number): number {
  if (Number.isNaN(one) || Number.isNaN(other)) return Number.isNaN(one) ? other : one;
  return LOW.has(measure) ? Math.min(one, other) : Math.max(one, other);
}

/**
 * Twilio's limits of a measure, to be drawn: from the first on somebody should look, from the last on it is bad.
 * Source: https://www.twilio.com/docs/voice/voice-insights/api/call/details-call-tags
 */
export function limitsOf(measure: Measure): readonly number[] {
  return DRAWN[measure] ?? [];
}

const { lossPercent, jitterAvgMs, jitterMaxMs, rttMs, mos } = LIMITS.sdk;
/** Where Twilio has one limit, its pages draw a lower one, too. */
const DRAWN: Readonly<Partial<Record<Measure, readonly number[]>>> = {
  loss: [1, lossPercent],
  jitter: [jitterAvgMs, jitterMaxMs],
  rtt: [200, rttMs],
  latency: [LIMITS.gateway.latencyMs],
  mos: [mos],
};
