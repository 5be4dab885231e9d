import type { ConferenceResource } from '../conference-resource.ts';
import { isGoingOn } from './span.ts';

/** What is said of a conference that Twilio may still measure, and the command that asks for it again. */
export const NOT_MEASURED = 'not measured to its end';
export const MEASURE_AGAIN = 'backfill --conferences';

/** Whether a conference is over, and Twilio has not said yet that it measured all of it. */
export function isUnmeasured(conference: ConferenceResource): boolean {
  return conference.processing_state !== 'complete' && !isGoingOn(conference);
}
