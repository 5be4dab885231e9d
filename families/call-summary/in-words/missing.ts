import type { JsonObject } from '../../../shared/json.ts';
import { CALL_STATES, oneOf } from '../enumerations.ts';
import { isFinalSummary } from './outcome.ts';

/** Facts of a call that a reader looks for, and that a summary need not have. */
export type Fact = 'outcome' | 'parties' | 'length' | 'hungUp' | 'sipCode' | 'postDialDelay' | 'mos' | 'quality';

/** Why there can be no summary of a call. */
export const NO_SUMMARY =
  'Twilio sends the first summary within 10 minutes of the end of a call, and the final one up to 30 minutes after it. ' +
  'It sends them only where attach subscribed to them, and only of calls made with Advanced Features on.';

/** Why there can be no events of a call. */
export const NO_EVENTS =
  'Twilio sends events about 90 s after they happen, and only of calls made with Advanced Features on.';

/** What is said of a summary that can still change. */
export const PRELIMINARY = 'The summary is preliminary: Twilio sends the final one up to 30 minutes after the call.';

const LATER = 'Twilio sends it up to 30 minutes after the call';

const NEVER_SENT: Record<Fact, string> = {
  outcome: 'Twilio did not say how the call ended',
  parties: 'Twilio did not say who it was',
  length: 'Twilio did not say how long the call was',
  hungUp: 'Twilio does not know it, as of a browser that was closed',
  sipCode: 'there was no SIP response',
  postDialDelay: 'it did not ring, or Twilio did not measure it',
  mos: 'Twilio measures it on devices with the Voice SDK only',
  quality: 'Twilio measured nothing on this call',
};

const UNANSWERED: ReadonlySet<string | undefined> = new Set(['busy', 'fail', 'noanswer', 'canceled', 'undialed']);

/** Why a summary, or the lack of one, does not say something: words for the place where it would stand. */
export function whyMissing(fact: Fact, summary: JsonObject | undefined): string {
  if (summary === undefined) return LATER;
  const isUnanswered = UNANSWERED.has(oneOf(CALL_STATES, summary.call_state));
  if (isUnanswered && (fact === 'hungUp' || fact === 'quality' || fact === 'mos')) return 'the call was not answered';
  return isFinalSummary(summary) || fact === 'mos' ? NEVER_SENT[fact] : LATER;
}
