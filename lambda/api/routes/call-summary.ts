import { isFinal } from '../../../families/call-summary/rank.ts';
import { toSummaryResource } from '../../../families/call-summary/to-summary-resource.ts';
import { notFound } from '../api-error.ts';
import { callPath, callSidOfPath } from '../call-path.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { inQuery, responses, sidInPath } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import { reader } from '../parameter-readers.ts';
import { mayRead } from '../reader.ts';
import type { Route } from '../route.ts';

const STATES = ['complete', 'partial', 'all'] as const;
const PARAMETERS = {
  ProcessingState: {
    member: 'state',
    read: reader((value) => STATES.find((state) => state === value), `expected one of ${STATES.join(', ')}`),
    schema: { enum: STATES, default: 'complete' },
    description: 'complete: only a summary that is final. partial and all: the best version that there is.',
  },
} as const;

/** Twilio's Call Summary resource. https://www.twilio.com/docs/voice/voice-insights/api/call/call-summary-resource */
export const callSummary: Route = {
  paths: ['/v1/Voice/*'],
  owns: (path) => callSidOfPath(path, 'Summary') !== undefined,
  async answer(context, { summaries, annotations, platform }) {
    const callSid = callSidOfPath(context.req.path, 'Summary') ?? '';
    const { state = 'complete' } = readParameters(new URL(context.req.url).searchParams, PARAMETERS);
    const path = callPath(callSid, 'Summary');
    const [summary, kept] = await Promise.all([summaries.summaryOf(callSid), annotations.of(callSid)]);
    if (summary === undefined || !mayRead(context.get('reader'), summary.event.data.account_sid)) throw notFound(path);
    if (state === 'complete' && !isFinal(summary.event)) throw notFound(path);
    const { baseUrl } = platform(context);
    return context.json(toSummaryResource(summary, `${baseUrl}${path}`, kept), 200, NOT_KEPT);
  },
  description: {
    path: '/v1/Voice/{CallSid}/Summary',
    operation: {
      operationId: 'fetchCallSummary',
      summary: 'The summary of one call.',
      parameters: [sidInPath('CallSid'), ...inQuery(PARAMETERS)],
      responses: responses(
        'The summary.',
        'CallSummary',
        '20404: the call has no summary that this credential may read, or none that is final yet.',
      ),
    },
  },
};
