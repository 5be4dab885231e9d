import { callsAnswer } from '../../../families/call-event/causes/calls-answer.ts';
import { COUNT_FILTERS } from '../cause-parameters.ts';
import { countQuestion, readAllCalls, readKnown } from '../count-question.ts';
import { answerReading } from '../json-answer.ts';
import { inQuery, responses } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import type { Route } from '../route.ts';

const PATH = '/v1/Voice/Events/Calls';

/** Calls that have such events, one by one. Twilio has no such resource. */
export const callsOfEvents: Route = {
  paths: [PATH],
  async answer(context, options) {
    const asked = readParameters(new URL(context.req.url).searchParams, COUNT_FILTERS);
    const question = countQuestion(context, options, asked);
    // What came before an error is a warning, whatever level is asked for.
    const levels = options.indexedLevels.includes('WARNING')
      ? [...new Set([...question.levels, 'WARNING' as const])]
      : question.levels;
    const known = await readKnown(context, options, { ...question, levels }, { withBefore: false });
    const answer = callsAnswer(question.query, { ...known, ...(await readAllCalls(context, options, question)) });
    context.set('events', answer.calls.length);
    return answerReading(context, answer);
  },
  description: {
    path: PATH,
    operation: {
      operationId: 'listCallsOfEvents',
      summary: 'Calls that have an error or a warning in a span, each by the worst of its events.',
      parameters: inQuery(COUNT_FILTERS),
      responses: responses('Calls, those with errors first, then the newest.', 'CallsOfEvents'),
    },
  },
};
