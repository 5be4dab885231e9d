import * as z from 'zod/mini';
import { TREND_NAMES } from './trend-questions.ts';

const whole = (description: string) =>
  z.number().register(z.globalRegistry, { type: 'integer', minimum: 0, description });
const day = (description: string) => z.string().register(z.globalRegistry, { format: 'date', description });
const name = z.enum(TREND_NAMES);

/** A question to the archive with its answer, which is a table. Twilio has no such resource. */
export type Trend = z.infer<typeof Trend>;
export const Trend = z.object({
  question: name,
  from: day('The first day, in UTC.'),
  to: day('The last day. Where it is that of answered_at, it is not over.'),
  compared_from: z.nullable(day('Where a question compares: the first day of as many before.')),
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
  answered_at: z.string().register(z.globalRegistry, { format: 'date-time' }),
  scanned_bytes: z.nullable(whole('What was read of the archive, where that is counted.')),
});

/** Which questions there are. */
export type TrendList = z.infer<typeof TrendList>;
export const TrendList = z.object({
  questions: z.array(z.object({ name, about: z.string() })),
  most_days: whole('Of one question.'),
  kept_since: z.nullable(
    day('Calls and events of earlier days are in the archive alone; null where rows stay for ever.'),
  ),
});
