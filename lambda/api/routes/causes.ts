import { causesAnswer } from '../../../families/call-event/causes/causes-answer.ts';
import { COUNT_FILTERS } from '../cause-parameters.ts';
import { allLevels, countQuestion, readAllCalls, readKnown } from '../count-question.ts';
import { answerReading } from '../json-answer.ts';
import { inQuery, responses } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import type { Route } from '../route.ts';

const PATH = '/v1/Voice/Events/Causes';

/** What fails, and why: events across calls, counted by cause. Twilio has no such resource. */
export const causes: Route = {
  paths: [PATH],
  async answer(context, options) {
    const asked = readParameters(new URL(context.req.url).searchParams, COUNT_FILTERS);
    const question = countQuestion(context, options, asked);
    const { query } = question;
    const { eventRows, indexedLevels } = options;
    const [known, latestMs] = await Promise.all([
      readKnown(context, options, question, { withBefore: true }),
      eventRows.latestOf(allLevels(indexedLevels), query.accounts),
    ]);
    const answer = causesAnswer(query, { ...known, latestMs, ...(await readAllCalls(context, options, question)) });
    context.set('events', answer.causes.length);
    return answerReading(context, answer);
  },
  description: {
    path: PATH,
    operation: {
      operationId: 'listCauses',
      summary: 'Errors and warnings of a span by cause: how many, on how many calls, since when, and what those share.',
      parameters: inQuery(COUNT_FILTERS),
      responses: responses('Causes, errors before warnings, those of most calls first.', 'Causes'),
    },
  },
};
