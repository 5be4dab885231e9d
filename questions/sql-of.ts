import { DAY_MS, utcDay } from '../shared/utc-day.ts';
import type { Question } from './question.ts';

/** What a question is asked about. */
export interface QuestionSpan {
  /** The first day, `yyyy-mm-dd`. */
  from: string;
  /** The last day: it belongs to the span. */
  to: string;
  /** The day on which the later half begins. @default the middle of the span */
  split?: string;
  /** Of a question about one call: its SID, as anybody may have written it. */
  call?: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A question as SQL. @throws Error where a day is none, or the call is missing of a question about one */
export function sqlOf(
  { name, sql }: Pick<Question, 'name' | 'sql'>,
  { from, to, split = middleOf(from, to), call }: QuestionSpan,
) {
  const wrong = [from, to, split].find((day) => !DAY.test(day));
  if (wrong !== undefined) throw new Error(`${name}: ${wrong} is no day`);
  const values: Readonly<Record<string, string | undefined>> = { from, to, split, call: call?.replaceAll("'", "''") };
  return sql.replace(/\{(\w+)\}/g, (_placeholder, of: string) => {
    const value = values[of];
    if (value === undefined) throw new Error(`${name}: ${of} is not said`);
    return value;
  });
}

/** The first day of the later half of a span, which is as long as the earlier one or longer by a day. */
function middleOf(from: string, to: string): string {
  if (!DAY.test(from) || !DAY.test(to)) return from;
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
  return utcDay(Date.parse(from) + Math.floor(days / 2) * DAY_MS);
}
