import { createRowMaker } from '../../../families/call-event/causes/event-row.ts';
import { toldFilter } from '../../../families/call-event/causes/told-filter.ts';
import { badParameter } from '../api-error.ts';
import type { PageQuery } from '../collect-page.ts';
import { ACROSS_CALLS, EVENTS_ACROSS, type EventQuestion, listed, questionOf } from '../event-list.ts';
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
    const isAsked = toldOfEvent(question);
    if (question.callSid !== undefined) {
      if (isAsked !== undefined) throw badParameter('Code, Cause, Text, Facet: not of the events of one call');
      return answerCall(context, options, question.callSid, question);
    }
    requireIndexed(question, options.indexedLevels);
    return answerList(context, options, {
      ...EVENTS_ACROSS,
      of: ['latest'],
      path: PATH,
      question,
      Place: LatestPlace,
      // Never a previous one: newer events have come since, and whoever wants those starts again.
      readPage: async (place, span) =>
        listed(await readLatestPage(options.pages, { ...question, ...span, isAsked }, place, context.get('budget'))),
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

/** @throws ApiError 400 for what is told of calls, and not of events */
function toldOfEvent(question: EventQuestion): PageQuery['isAsked'] {
  if (question.facets?.some(({ facet }) => facet === 'carrier')) {
    throw badParameter('Facet: the carrier is told of calls, not of events; only causes are counted by it');
  }
  const isTold = toldFilter(question);
  if (isTold === undefined) return undefined;
  const makeRow = createRowMaker();
  return ({ event, sortKey }) => isTold(makeRow(event.data, { atMs: 0, timestamp: sortKey }));
}
