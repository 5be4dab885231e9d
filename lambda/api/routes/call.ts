import type { CallResource } from '../answers.ts';
import { notFound } from '../api-error.ts';
import { callPath, callSidOfPath } from '../call-path.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { isKnown } from '../known-call.ts';
import { responses, sidInPath } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import type { Route } from '../route.ts';

/** Twilio's Call resource of Voice Insights: where there is more of a call. */
export const call: Route = {
  paths: ['/v1/Voice/*'],
  owns: (path) => callSidOfPath(path, '') !== undefined,
  async answer(context, options) {
    const callSid = callSidOfPath(context.req.path, '') ?? '';
    readParameters(new URL(context.req.url).searchParams, {});
    if (!(await isKnown(callSid, context.get('reader') ?? {}, options, context.get('budget')))) {
      throw notFound(callPath(callSid, ''));
    }
    const { baseUrl } = options.platform(context);
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
      summary: 'A call that has an event, a summary or a sample.',
      parameters: [sidInPath('Sid')],
      responses: responses(
        'The call.',
        'Call',
        '20404: the call has none of them, or none that this credential may read.',
      ),
    },
  },
};
