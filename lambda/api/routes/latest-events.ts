import { ACROSS_CALLS, EVENTS, listed, questionOf } from '../event-list.ts';
import { requireIndexed } from '../indexed-levels.ts';
import { LatestPlace, readLatestPage } from '../latest-page.ts';
import { answerList } from '../list.ts';
import { inQuery, responses } from '../openapi.ts';
import type { Route } from '../route.ts';
import { answerCall } from './call-events.ts';

const PATH = '/v1/Voice/Events';

/** Events across calls; and of one whose SID no path can carry. */
export const latestEvents: Route = {
  paths: [PATH],
  answer(context, options) {
    const question = questionOf(context, ACROSS_CALLS);
    if (question.callSid !== undefined) return answerCall(context, options, question.callSid, question);
    requireIndexed(question, options.indexedLevels);
    return answerList(context, options, {
      ...EVENTS,
      of: ['latest'],
      path: PATH,
      question,
      Place: LatestPlace,
      // Never a previous one: newer events have come since, and whoever wants those starts again.
      readPage: async (place, span) =>
        listed(await readLatestPage(options.pages, { ...question, ...span }, place, context.get('budget'))),
    });
  },
  description: {
    path: PATH,
    operation: {
      operationId: 'listEvents',
      summary: 'Errors across calls, newest first; with Level, events of those levels, as far as they are indexed.',
      parameters: inQuery(ACROSS_CALLS),
      responses: responses('A page of events.', 'EventPage', '20404: the call of CallSid has no event.'),
    },
  },
};
