import { toParticipantResource } from '../../../families/participant-summary/to-participant-resource.ts';
import { notFound } from '../api-error.ts';
import { participantOfPath, participantPath } from '../conference-path.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { inQuery, responses, sidInPath } from '../openapi.ts';
import { described, readParameters } from '../parameter.ts';
import { words } from '../parameter-kinds.ts';
import { PARTICIPANT_FILTERS } from '../participant-parameters.ts';
import { mayRead } from '../reader.ts';
import type { Route } from '../route.ts';

/** Twilio has both, and says of neither what it does. */
const PARAMETERS = {
  Events: described(PARTICIPANT_FILTERS.Events, 'Taken, and changes nothing: all events are answered.'),
  Metrics: words('metrics', 'Taken, and changes nothing: all metrics are answered.'),
} as const;

/** Twilio's Conference Participant Summary resource. */
export const participant: Route = {
  paths: ['/v1/Conferences/*'],
  owns: (path) => participantOfPath(path) !== undefined,
  async answer(context, { conferences, platform }) {
    const asked = participantOfPath(context.req.path) ?? { conferenceSid: '', participantSid: '' };
    readParameters(new URL(context.req.url).searchParams, PARAMETERS);
    const path = participantPath(asked);
    const stored = await conferences.participantOf(asked);
    if (stored === undefined || !mayRead(context.get('reader'), stored.event.data.account_sid)) throw notFound(path);
    return context.json(toParticipantResource(stored, `${platform(context).baseUrl}${path}`), 200, NOT_KEPT);
  },
  description: {
    path: '/v1/Conferences/{ConferenceSid}/Participants/{ParticipantSid}',
    operation: {
      operationId: 'fetchParticipant',
      summary: 'One participant of a conference.',
      parameters: [sidInPath('ConferenceSid'), sidInPath('ParticipantSid'), ...inQuery(PARAMETERS)],
      responses: responses(
        'The participant.',
        'Participant',
        '20404: no participant of this SID is stored, or none that this credential may read.',
      ),
    },
  },
};
