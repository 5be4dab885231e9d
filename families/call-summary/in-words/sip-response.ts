import type { JsonObject } from '../../../shared/json.ts';
import type { EventFindings } from './event-findings.ts';
import { isRejected, lastSipCode } from './outcome.ts';
import { sipCodeInWords, sipCodeText } from './sip-codes.ts';
import { isUnanswered } from './unanswered.ts';

/** The last SIP response of a call, as a reader is told it. */
export interface SipResponse {
  code: number;
  /** `486 (Busy Here)` */
  text: string;
  /** A sentence without its full stop; absent where it says nothing, or where the outcome says more. */
  meaning?: string;
}

/** Undefined where there was no response, and where the number is none of SIP. */
export function sipResponse(
  summary: JsonObject,
  events: Pick<EventFindings, 'hasConnectionError'> = {},
): SipResponse | undefined {
  const code = lastSipCode(summary);
  const words = code === undefined ? undefined : sipCodeInWords(code);
  if (words === undefined) return undefined;
  const response = { code: words.code, text: sipCodeText(words) };
  if (words.code < 300 || isRejected(summary)) return response;
  // The device may never have reached whoever the code speaks of.
  const isDoubtful = events.hasConnectionError === true && isUnanswered(summary);
  return { ...response, meaning: isDoubtful ? `usually ${words.meaning}` : words.meaning };
}
