import { dayBefore, utcDay } from '../../../shared/utc-day.ts';
import { type ApiError, badParameter, forbidden, noArchive, notYet, tooManyRequests } from '../api-error.ts';
import { answerJson } from '../json-answer.ts';
import { inQuery, responses } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import { reader } from '../parameter-readers.ts';
import { waitAskedMs } from '../prefer.ts';
import { mayReadAll } from '../reader.ts';
import type { Route } from '../route.ts';
import type { TrendList } from '../trend-answers.ts';
import { day, daysAsked, daysOf, MOST_DAYS } from '../trend-days.ts';
import { TREND_NAMES } from '../trend-questions.ts';
import type { NotAnswered } from '../trends.ts';

const PATH = '/v1/Voice/Trends';
/** API Gateway's own limit is far away, and that of the function has room for a secret that is slow to read. */
const LONGEST_MS = 10_000;
const DAY = { type: 'string', format: 'date' };

const PARAMETERS = {
  Question: {
    member: 'name',
    read: reader((value) => TREND_NAMES.find((known) => known === value), `expected one of ${TREND_NAMES.join(', ')}`),
    schema: { enum: TREND_NAMES },
    description: 'Which question is answered. Without it, those that there are are listed.',
  },
  StartDay: {
    member: 'from',
    read: day,
    schema: DAY,
    description: `The first day, in UTC: ${MOST_DAYS} days before the last one at most. Without it, 30 days.`,
  },
  EndDay: { member: 'to', read: day, schema: DAY, description: 'The last day, in UTC. Without it, today.' },
} as const;

/** Questions to the archive: how calls did over days and weeks. Twilio has no such resource. */
export const trends: Route = {
  paths: [PATH],
  async answer(context, { trends: load, archive, clock }) {
    const { name, ...days } = readParameters(new URL(context.req.url).searchParams, PARAMETERS);
    if (load === undefined || archive === undefined) throw noArchive();
    if (!mayReadAll(context.get('reader'))) {
      throw forbidden('Trends are counted over all accounts, and this credential is limited to some');
    }
    const nowMs = clock.now();
    if (name === undefined) {
      if (Object.keys(days).length > 0) throw badParameter(`Question: expected one of ${TREND_NAMES.join(', ')}`);
      const { about } = await load();
      const list: TrendList = {
        questions: TREND_NAMES.map((one) => ({ name: one, about: about(one) })),
        most_days: MOST_DAYS,
        kept_since: firstKept(archive.retentionDays, nowMs),
      };
      return answerJson(context, JSON.stringify(list));
    }
    const asked = { name, ...daysAsked(days, nowMs) };
    const waitMs = Math.min(LONGEST_MS, waitAskedMs(context.req.header('prefer')) ?? LONGEST_MS);
    const { answer } = await load();
    const answered = await answer({ ...asked, comparedFrom: dayBefore(asked.from, daysOf(asked)) }, waitMs);
    if ('why' in answered) throw notAnswered(name, answered);
    context.set('events', answered.rows.length);
    return answerJson(context, JSON.stringify(answered));
  },
  description: {
    path: PATH,
    operation: {
      operationId: 'readTrends',
      summary: 'How calls did over days and weeks, from the archive: a question and its answer, kept for an hour.',
      parameters: inQuery(PARAMETERS),
      responses: responses(
        'The answer; without a question, the questions.',
        ['Trend', 'TrendList'],
        '20404: this stack has no archive.',
        {
          403: '20403: the credential is limited to some accounts.',
          503: '20503: the archive is still being read. Ask again after the seconds of Retry-After.',
        },
      ),
    },
  },
};

/** The day on which the oldest rows end is no whole one. */
function firstKept(retentionDays: number, nowMs: number): string | null {
  return retentionDays === 0 ? null : dayBefore(utcDay(nowMs), retentionDays - 1);
}

function notAnswered(name: string, answered: NotAnswered): ApiError {
  switch (answered.why) {
    case 'slow':
      return notYet('The archive is still being read: ask again', answered.retryAfterS);
    case 'too-many':
      return tooManyRequests('Too many questions to the archive within an hour', answered.retryAfterS);
    case 'refused':
      return badParameter(`Question=${name}: ${answered.message}`);
  }
}
