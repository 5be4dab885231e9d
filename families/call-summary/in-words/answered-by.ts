import type { JsonObject } from '../../../shared/json.ts';
import { ANSWERED_BY, type AnsweredBy, oneOf } from '../enumerations.ts';

const WORDS: Record<Exclude<AnsweredBy, 'unknown'>, string> = {
  human: 'A person answered.',
  fax: 'A fax machine answered.',
  machine_start: 'A machine answered.',
  machine_end_beep: 'A machine answered, up to its beep.',
  machine_end_silence: 'A machine answered, up to a silence.',
  machine_end_other: 'A machine answered.',
};

/** Who answered, as answering machine detection saw it; undefined where it did not run, or did not know. */
export function answeredByInWords(summary: JsonObject): string | undefined {
  const by = oneOf(ANSWERED_BY, summary.answered_by);
  return by === undefined || by === 'unknown' ? undefined : WORDS[by];
}
