import * as z from 'zod/mini';
import { toParticipantResource } from '../../../families/participant-summary/to-participant-resource.ts';
import { byJoin, joinKey } from '../../read/conference-reader.ts';
import { participantPath, participantsOfPath, participantsPath } from '../conference-path.ts';
import { answerList, type ListPage, pageAskedFor } from '../list.ts';
import { inQuery, responses, sidInPath } from '../openapi.ts';
import { createPageSize } from '../page-limits.ts';
import { PAGING } from '../paging.ts';
import { readParameters } from '../parameter.ts';
import { PARTICIPANT_FILTERS, participantFilter } from '../participant-parameters.ts';
import { mayRead } from '../reader.ts';
import type { Route } from '../route.ts';

const PARAMETERS = { ...PARTICIPANT_FILTERS, ...PAGING };

/** A page's place among the participants of a conference: behind one. */
const ParticipantPlace: z.ZodMiniType<{ beyond: string }> = z.object({ beyond: z.string() });

/**
 * Twilio's list of the participants of a conference, in the order in which they joined. It is empty, and no 404, where
 * nobody is known: a conference can be known by its participants alone.
 */
export const participants: Route = {
  paths: ['/v1/Conferences/*'],
  owns: (path) => participantsOfPath(path) !== undefined,
  answer(context, options) {
    const conferenceSid = participantsOfPath(context.req.path) ?? '';
    const given = readParameters(new URL(context.req.url).searchParams, PARAMETERS);
    const question = pageAskedFor(context, given);
    const passes = participantFilter(question);
    const { baseUrl } = options.platform(context);
    return answerList(context, options, {
      key: 'participants',
      of: ['participants', conferenceSid],
      path: participantsPath(conferenceSid),
      question,
      filters: PARTICIPANT_FILTERS,
      linked: PARTICIPANT_FILTERS,
      Place: ParticipantPlace,
      async readPage(place): Promise<ListPage<{ beyond: string }>> {
        const all = await options.conferences.participantsOf(conferenceSid);
        const asked = all
          .filter((one) => mayRead(context.get('reader'), one.event.data.account_sid) && passes(one))
          .toSorted(byJoin)
          .filter((one) => place === undefined || joinKey(one) > place.beyond);
        const size = createPageSize();
        const items: string[] = [];
        for (const one of asked) {
          const { participant_sid: sid } = one.event.data;
          const json = JSON.stringify(
            toParticipantResource(one, `${baseUrl}${participantPath({ conferenceSid, participantSid: sid })}`),
          );
          const isFull = items.length === question.pageSize || !size.hasRoomFor(json);
          if (isFull && items.length > 0) return { items, next: { beyond: joinKey(asked[items.length - 1]) } };
          items.push(json);
        }
        return { items };
      },
    });
  },
  description: {
    path: '/v1/Conferences/{ConferenceSid}/Participants',
    operation: {
      operationId: 'listParticipants',
      summary: 'The participants of a conference, in the order in which they joined.',
      parameters: [sidInPath('ConferenceSid'), ...inQuery(PARAMETERS)],
      responses: responses('A page of participants.', 'ParticipantPage'),
    },
  },
};
