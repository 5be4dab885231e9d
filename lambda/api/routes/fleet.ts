import { EVENT_FACETS } from '../../../families/call-event/causes/facets-of.ts';
import { fleetAnswer } from '../../../families/call-event/causes/fleet-answer.ts';
import { COUNT_FILTERS } from '../cause-parameters.ts';
import { countQuestion, readCalls, readKnown } from '../count-question.ts';
import { answerReading } from '../json-answer.ts';
import { inQuery, responses } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import { reader } from '../parameter-readers.ts';
import type { Route } from '../route.ts';

const PATH = '/v1/Voice/Fleet';
const PARAMETERS = {
  By: {
    member: 'by',
    read: reader(
      (value) => EVENT_FACETS.find((known) => known === value),
      `expected one of ${EVENT_FACETS.join(', ')}`,
    ),
    schema: { enum: EVENT_FACETS, default: 'sdk_version' },
    description: 'What calls are compared by.',
  },
  StartTime: COUNT_FILTERS.StartTime,
  EndTime: COUNT_FILTERS.EndTime,
} as const;

/** How calls of one kind do beside those of another. Twilio has no such resource. */
export const fleet: Route = {
  paths: [PATH],
  async answer(context, options) {
    const { by = 'sdk_version', ...asked } = readParameters(new URL(context.req.url).searchParams, PARAMETERS);
    const question = countQuestion(context, options, asked);
    const known = await readKnown(context, options, question, { withBefore: false });
    const { rows: calls, countedSinceMs, hasRoom } = await readCalls(options, question, context.get('budget').isLate);
    const isWhole = countedSinceMs <= question.span.fromMs;
    const answer = fleetAnswer(
      by,
      {
        ...known,
        countedSinceMs: Math.max(known.countedSinceMs, countedSinceMs),
        hasRoom: known.hasRoom !== false && hasRoom,
        ...(isWhole && { calls }),
      },
      question.query.accounts,
    );
    context.set('events', answer.groups.length);
    return answerReading(context, answer);
  },
  description: {
    path: PATH,
    operation: {
      operationId: 'compareCalls',
      summary:
        'Calls of a span by SDK version, browser, region or another facet: how many failed, and how they sounded.',
      parameters: inQuery(PARAMETERS),
      responses: responses('Groups of calls, the largest first.', 'Fleet'),
    },
  },
};
