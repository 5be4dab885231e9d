import { toConferenceResource } from '../../../families/conference-summary/to-conference-resource.ts';
import { toParticipantResource } from '../../../families/participant-summary/to-participant-resource.ts';
import { conferencesOfCall as readConferencesOfCall } from '../../read/conference-reader.ts';
import type { ConferencesOfCall } from '../answers.ts';
import { callSidOfPath } from '../call-path.ts';
import { conferencePath, participantPath } from '../conference-path.ts';
import { answerJson } from '../json-answer.ts';
import { responses, sidInPath } from '../openapi.ts';
import { readParameters } from '../parameter.ts';
import { mayRead } from '../reader.ts';
import type { Route } from '../route.ts';

/** From a call to the conferences that it was in. Not at Twilio, whose summary of a call names none. */
export const conferencesOfCall: Route = {
  paths: ['/v1/Voice/*'],
  owns: (path) => callSidOfPath(path, 'Conferences') !== undefined,
  async answer(context, { conferences, platform }) {
    const callSid = callSidOfPath(context.req.path, 'Conferences') ?? '';
    readParameters(new URL(context.req.url).searchParams, {});
    const { baseUrl } = platform(context);
    const reader = context.get('reader');
    const found = await readConferencesOfCall(conferences, callSid);
    const answer: ConferencesOfCall = {
      conferences: found.flatMap(({ conferenceSid, participantSid, ...known }) => {
        const conference = mayRead(reader, known.conference?.event.data.account_sid) ? known.conference : undefined;
        const participant = mayRead(reader, known.participant?.event.data.account_sid) ? known.participant : undefined;
        if (conference === undefined && participant === undefined) return [];
        const participantUrl = `${baseUrl}${participantPath({ conferenceSid, participantSid })}`;
        return [
          {
            conference_sid: conferenceSid,
            participant_sid: participantSid,
            conference: conference
              ? toConferenceResource(conference, `${baseUrl}${conferencePath(conferenceSid)}`)
              : null,
            participant: participant ? toParticipantResource(participant, participantUrl) : null,
          },
        ];
      }),
    };
    return answerJson(context, JSON.stringify(answer));
  },
  description: {
    path: '/v1/Voice/{CallSid}/Conferences',
    operation: {
      operationId: 'listConferencesOfCall',
      summary: 'Not at Twilio: the conferences that a call was in, 50 at most, in the order in which it joined them.',
      parameters: [sidInPath('CallSid')],
      responses: responses('Conferences, each with its participant; none where none is known.', 'ConferencesOfCall'),
    },
  },
};
