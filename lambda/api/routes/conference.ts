import { toConferenceResource } from '../../../families/conference-summary/to-conference-resource.ts';
import { notFound } from '../api-error.ts';
import { conferenceOfPath, conferencePath } from '../conference-path.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { responses, sidInPath } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import { mayRead } from '../reader.ts';
import type { Route } from '../route.ts';

/** Twilio's Conference Summary resource. https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-summary-resource */
export const conference: Route = {
  paths: ['/v1/Conferences/*'],
  owns: (path) => conferenceOfPath(path) !== undefined,
  async answer(context, { conferences, platform }) {
    const conferenceSid = conferenceOfPath(context.req.path) ?? '';
    readParameters(new URL(context.req.url).searchParams, {});
    const path = conferencePath(conferenceSid);
    const stored = await conferences.conferenceOf(conferenceSid);
    if (stored === undefined || !mayRead(context.get('reader'), stored.event.data.account_sid)) throw notFound(path);
    return context.json(toConferenceResource(stored, `${platform(context).baseUrl}${path}`), 200, NOT_KEPT);
  },
  description: {
    path: '/v1/Conferences/{ConferenceSid}',
    operation: {
      operationId: 'fetchConference',
      summary: 'One conference.',
      parameters: [sidInPath('ConferenceSid')],
      responses: responses(
        'The conference.',
        'Conference',
        '20404: it has no summary that this credential may read. Its participants can be known all the same.',
      ),
    },
  },
};
