import type { MediaEdge } from '../../../families/call-event/media-edge.ts';
import type { MetricDirection } from '../../../families/call-metric/metric-resource.ts';
import { notFound } from '../api-error.ts';
import { callPath, callSidOfPath } from '../call-path.ts';
import { resolveDefaultEdge } from '../default-edge.ts';
import { isKnown } from '../known-call.ts';
import { type AskedPage, answerList, pageAskedFor } from '../list.ts';
import { defaultEdgeOfMetrics } from '../metric-edge.ts';
import { MetricPlace, readMetricPage } from '../metric-page.ts';
import { METRIC_FILTERS } from '../metric-parameters.ts';
import { inQuery, responses, sidInPath } from '../openapi.ts';
import { PAGING } from '../paging.ts';
import { readParameters } from '../parameter.ts';
import type { Route } from '../route.ts';

const PARAMETERS = { ...METRIC_FILTERS, ...PAGING };

interface MetricQuestion extends AskedPage {
  edge?: MediaEdge | 'all';
  direction?: MetricDirection;
}

/** Twilio's Call Metric resource. https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource */
export const callMetrics: Route = {
  paths: ['/v1/Voice/*'],
  owns: (path) => callSidOfPath(path, 'Metrics') !== undefined,
  async answer(context, options) {
    const { metrics } = options;
    const callSid = callSidOfPath(context.req.path, 'Metrics') ?? '';
    const question: MetricQuestion = pageAskedFor(
      context,
      readParameters(new URL(context.req.url).searchParams, PARAMETERS),
    );
    const budget = context.get('budget');
    return answerList(context, options, {
      key: 'metrics',
      of: ['metrics', callSid],
      path: callPath(callSid, 'Metrics'),
      question,
      filters: METRIC_FILTERS,
      linked: METRIC_FILTERS,
      Place: MetricPlace,
      async readPage(place) {
        const first = place ?? { edge: question.edge ?? (await edgeByDefault()) };
        const page = await readMetricPage(metrics, callSid, question, first, budget);
        if (place === undefined && page.items.length === 0 && page.next === undefined) await requireKnown();
        return page;
      },
    });

    async function edgeByDefault(): Promise<MediaEdge | 'all'> {
      const { pages } = options;
      return (
        (await resolveDefaultEdge(pages, callSid, question, budget)) ??
        (await defaultEdgeOfMetrics(options, callSid, question, budget)) ??
        'all'
      );
    }

    /** @throws ApiError 404 for a call of which nothing is known, or nothing that the reader may see */
    async function requireKnown(): Promise<void> {
      if (!(await isKnown(callSid, question, options, budget))) throw notFound(callPath(callSid, 'Metrics'));
    }
  },
  description: {
    path: '/v1/Voice/{CallSid}/Metrics',
    operation: {
      operationId: 'listCallMetrics',
      summary: 'Samples of the media of one call, in order of time.',
      parameters: [sidInPath('CallSid'), ...inQuery(PARAMETERS)],
      responses: responses(
        'A page of samples.',
        'MetricPage',
        '20404: nothing of the call is known that this credential may read.',
      ),
    },
  },
};
