import type { CallResource } from '../answers.ts';
import { notFound } from '../api-error.ts';
import { callPath, callSidOfPath } from '../call-path.ts';
import { isThere } from '../default-edge.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { responses, sidInPath } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import { mayRead } from '../reader.ts';
import type { Route } from '../route.ts';

/** Twilio's Call resource of Voice Insights: where there is more of a call. */
export const call: Route = {
  paths: ['/v1/Voice/*'],
  owns: (path) => callSidOfPath(path, '') !== undefined,
  async answer(context, { pages, summaries, platform }) {
    const callSid = callSidOfPath(context.req.path, '') ?? '';
    readParameters(new URL(context.req.url).searchParams, {});
    const reader = context.get('reader');
    const [hasEvent, summary] = await Promise.all([
      isThere(pages, callSid, reader ?? {}, context.get('budget')),
      summaries.summaryOf(callSid),
    ]);
    const hasSummary = summary !== undefined && mayRead(reader, summary.event.data.account_sid);
    if (!hasEvent && !hasSummary) throw notFound(callPath(callSid, ''));
    const { baseUrl } = platform(context);
    const answer: CallResource = {
      sid: callSid,
      url: `${baseUrl}${callPath(callSid, '')}`,
      links: {
        events: `${baseUrl}${callPath(callSid, 'Events')}`,
        metrics: `${baseUrl}${callPath(callSid, 'Metrics')}`,
        summary: `${baseUrl}${callPath(callSid, 'Summary')}`,
        annotation: `${baseUrl}${callPath(callSid, 'Annotation')}`,
      },
    };
    return context.json(answer, 200, NOT_KEPT);
  },
  description: {
    path: '/v1/Voice/{Sid}',
    operation: {
      operationId: 'fetchCall',
      summary: 'A call that has an event or a summary.',
      parameters: [sidInPath('Sid')],
      responses: responses('The call.', 'Call', '20404: the call has neither, or none that this credential may read.'),
    },
  },
};
