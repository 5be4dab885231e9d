import type { TimeSpan } from '../../read/key-condition.ts';
import { callPath } from '../call-path.ts';
import { PlaceOfStarted } from '../collect-started.ts';
import { answerList, pageAskedFor } from '../list.ts';
import { inQuery, responses } from '../openapi.ts';
import { PAGING } from '../paging.ts';
import { readParameters } from '../parameter.ts';
import type { Route } from '../route.ts';
import { readSummaryPage } from '../summary-page.ts';
import { callQueryOf, SUMMARY_FILTERS } from '../summary-parameters.ts';

const PATH = '/v1/Voice/Summaries';
const PARAMETERS = { ...SUMMARY_FILTERS, ...PAGING };
/** As Twilio has it. */
const DEFAULT_SPAN = { from: '4h', to: '0m' };

/** Twilio's Call Summaries resource. https://www.twilio.com/docs/voice/voice-insights/api/call/call-summaries-resource */
export const summaries: Route = {
  paths: [PATH],
  answer(context, options) {
    const given = readParameters(new URL(context.req.url).searchParams, PARAMETERS);
    const question = pageAskedFor(context, given);
    const query = { processing: 'completed' as const, ...callQueryOf({ ...question }), pageSize: question.pageSize };
    const { baseUrl } = options.platform(context);
    return answerList(context, options, {
      key: 'call_summaries',
      of: ['summaries'],
      path: PATH,
      question,
      filters: SUMMARY_FILTERS,
      linked: SUMMARY_FILTERS,
      span: DEFAULT_SPAN,
      Place: PlaceOfStarted,
      readPage: (place, span) =>
        readSummaryPage({ ...query, ...whole(span) }, place, {
          summaries: options.summaries,
          partyLookup: options.partyLookup,
          budget: context.get('budget'),
          nowMs: options.clock.now(),
          urlOf: (callSid) => `${baseUrl}${callPath(callSid, 'Summary')}`,
        }),
    });
  },
  description: {
    path: PATH,
    operation: {
      operationId: 'listCallSummaries',
      summary: 'Summaries across calls, newest first.',
      parameters: inQuery(PARAMETERS),
      responses: responses('A page of summaries.', 'SummaryPage'),
    },
  },
};

function whole({ from = '', to }: TimeSpan) {
  return { from, to };
}
