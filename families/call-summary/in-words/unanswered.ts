import type { JsonObject } from '../../../shared/json.ts';
import { CALL_STATES, oneOf } from '../enumerations.ts';

const UNANSWERED: ReadonlySet<string | undefined> = new Set(['busy', 'fail', 'noanswer', 'canceled', 'undialed']);

/** Whether a call ended without anybody or anything that took it. */
export function isUnanswered(summary: JsonObject): boolean {
  return UNANSWERED.has(oneOf(CALL_STATES, summary.call_state));
}
