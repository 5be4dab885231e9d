import { EARLIEST } from '../../../families/call-summary/keys.ts';
import { DAY_MS } from '../../../shared/utc-day.ts';
import type { TimeSpan } from '../../read/key-condition.ts';
import { PlaceOfStarted } from '../collect-started.ts';
import { readConferencePage } from '../conference-page.ts';
import { CONFERENCE_FILTERS } from '../conference-parameters.ts';
import { conferencePath } from '../conference-path.ts';
import { answerList, pageAskedFor } from '../list.ts';
import { inQuery, responses } from '../openapi.ts';
import { PAGING } from '../paging.ts';
import { readParameters } from '../parameter.ts';
import type { Route } from '../route.ts';
import { spanAt } from '../time-asked.ts';

const PATH = '/v1/Conferences';
const PARAMETERS = { ...CONFERENCE_FILTERS, ...PAGING };
const ANY_TIME = { from: EARLIEST, to: '0m' };

/** Twilio's list of conferences. https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-summary-resource */
export const conferences: Route = {
  paths: [PATH],
  answer(context, options) {
    const given = readParameters(new URL(context.req.url).searchParams, PARAMETERS);
    const question = pageAskedFor(context, given);
    const { baseUrl } = options.platform(context);
    return answerList(context, options, {
      key: 'conferences',
      of: ['conferences'],
      path: PATH,
      question,
      filters: CONFERENCE_FILTERS,
      linked: CONFERENCE_FILTERS,
      span: question.conferenceSids === undefined ? usualSpan(question.to, options.clock.now()) : ANY_TIME,
      Place: PlaceOfStarted,
      readPage: (place, { from = EARLIEST, to }) =>
        readConferencePage({ ...question, from, to }, place, {
          conferences: options.conferences,
          budget: context.get('budget'),
          nowMs: options.clock.now(),
          urlOf: (conferenceSid) => `${baseUrl}${conferencePath(conferenceSid)}`,
        }),
    });
  },
  description: {
    path: PATH,
    operation: {
      operationId: 'listConferences',
      summary: 'Conferences, newest first.',
      parameters: inQuery(PARAMETERS),
      responses: responses('A page of conferences.', 'ConferencePage'),
    },
  },
};

/** As Twilio has it, the last day; where only its end is asked for, the day before that. */
function usualSpan(to: string | undefined, nowMs: number): TimeSpan {
  if (to === undefined) return { from: '1d', to: '0m' };
  const toMs = Date.parse(spanAt({ to }, nowMs).to ?? '');
  return { from: new Date(Math.max(0, toMs - DAY_MS)).toISOString() };
}
