import { CALL_QUESTIONS } from './of-calls.ts';
import { CLIENT_QUESTIONS } from './of-clients.ts';
import { EVENT_QUESTIONS } from './of-events.ts';
import { PLACE_QUESTIONS } from './of-places.ts';
import { QUALITY_QUESTIONS } from './of-quality.ts';
import type { Question } from './question.ts';

/** Every question, in the order in which they are shown. */
export const QUESTIONS: readonly Question[] = [
  ...EVENT_QUESTIONS,
  ...CLIENT_QUESTIONS,
  ...CALL_QUESTIONS,
  ...PLACE_QUESTIONS,
  ...QUALITY_QUESTIONS,
];

/** How far back a question looks where it says nothing else, in days. */
export const DEFAULT_DAYS = 30;

/** Where a question about one call begins: no call of Twilio's is older. */
export const FIRST_DAY = '2008-01-01';
