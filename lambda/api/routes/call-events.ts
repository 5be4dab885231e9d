import { isCallSid } from '../../../shared/call-sid.ts';
import { notFound } from '../api-error.ts';
import { CallPlace, readCallPage } from '../call-page.ts';
import { callPath, callSidOfPath } from '../call-path.ts';
import { isThere, resolveDefaultEdge } from '../default-edge.ts';
import { EVENTS, type EventQuestion, listed, OF_A_CALL, questionOf } from '../event-list.ts';
import { answerList } from '../list.ts';
import { inQuery, responses, sidInPath } from '../openapi.ts';
import { described } from '../parameter.ts';
import type { ApiContext, ApiOptions, Route } from '../route.ts';

/** Twilio's Call Insights Event resource. https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource */
export const callEvents: Route = {
  // A SID can hold whatever a path is made of.
  paths: ['/v1/Voice/*'],
  owns: (path) => callSidOfPath(path) !== undefined,
  answer(context, options) {
    const question = questionOf(context, OF_A_CALL);
    return answerCall(context, options, callSidOfPath(context.req.path) ?? '', question);
  },
  description: {
    path: '/v1/Voice/{CallSid}/Events',
    operation: {
      operationId: 'listCallEvents',
      summary: 'Events of one call, in their order.',
      parameters: [
        sidInPath(
          'CallSid',
          'Any SID, percent-encoded. One that no path can carry is a parameter of /v1/Voice/Events.',
        ),
        ...inQuery({
          ...OF_A_CALL,
          Edge: described(
            OF_A_CALL.Edge,
            'Events of this edge of the call. Without it, of the edge that Twilio lists by default; all is everything.',
          ),
        }),
      ],
      responses: responses(
        'A page of events.',
        'EventPage',
        '20404: the call has no event that this credential may read.',
      ),
    },
  },
};

/** A page of a call's events, on whatever path it was asked for: the path that led here leads here again. */
export async function answerCall(
  context: ApiContext,
  options: ApiOptions,
  callSid: string,
  question: EventQuestion,
): Promise<Response> {
  const { pages } = options;
  const budget = context.get('budget');
  context.set('path', callPath(callSid));
  if (!isCallSid(callSid)) throw notFound(callPath(callSid));
  return answerList(context, options, {
    ...EVENTS,
    of: ['call', callSid],
    path: context.req.path,
    question,
    Place: CallPlace,
    readPage: async (place, span) =>
      listed(await readCallPage(pages, callSid, { ...question, ...span }, place ?? (await firstPlace()), budget)),
  });

  /** @throws ApiError 404 for a call that has no event at all, or none that the reader may see */
  async function firstPlace(): Promise<CallPlace> {
    const defaultEdge =
      question.edge === undefined
        ? await resolveDefaultEdge(pages, callSid, question, budget)
        : (await isThere(pages, callSid, question, budget)) && 'all';
    if (defaultEdge === undefined || defaultEdge === false) throw notFound(callPath(callSid));
    return { defaultEdge };
  }
}
