import type { JsonObject } from '../../../shared/json.ts';
import { mediaFailed } from './media-failure.ts';
import { isFinalSummary } from './outcome.ts';
import { averageMos } from './quality.ts';
import { isUnanswered } from './unanswered.ts';

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

const MOS_OF_BEFORE = 'it was measured before the media was lost';

const NEVER_SENT: Record<Fact, string> = {
  outcome: 'Twilio did not say how the call ended',
  parties: 'Twilio did not say who it was',
  length: 'Twilio did not say how long the call was',
  hungUp: 'Twilio does not say',
  sipCode: 'there was no SIP response',
  postDialDelay: 'Twilio did not measure it',
  mos: 'Twilio measures it on devices with the Voice SDK only',
  quality: 'Twilio measured nothing on this call',
};

/** Why a summary, or the lack of one, does not say something: words for the place where it would stand. */
export function whyMissing(fact: Fact, summary: JsonObject | undefined): string {
  if (summary === undefined) return LATER;
  if (isUnanswered(summary) && (fact === 'hungUp' || fact === 'quality' || fact === 'mos'))
    return 'the call was not answered';
  if (fact === 'mos' && mediaFailed(summary) && averageMos(summary) !== undefined) return MOS_OF_BEFORE;
  return isFinalSummary(summary) || fact === 'mos' ? NEVER_SENT[fact] : LATER;
}
