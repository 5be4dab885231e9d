import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { Trouble } from '../../shared/trouble.ts';
import { twilioStatus } from '../../twilio/twilio-answer.ts';
import type { TwilioReader } from '../../twilio/twilio-read.ts';

const PAGE_SIZE = '1000';
const NOT_FOUND = 404;

/** Conferences that Twilio still has, each as it came. */
export interface TwilioConferences {
  /** Undefined where Twilio has none. */
  conferenceOf(conferenceSid: string): Promise<JsonObject | undefined>;
  participantsOf(conferenceSid: string): AsyncGenerator<JsonObject>;
  /** Those that were made in a span, ISO 8601; each once. */
  madeIn(from: string, to: string): AsyncGenerator<JsonObject & { conference_sid: string }>;
}

/** https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-summary-resource */
export function createTwilioConferences(reader: TwilioReader): TwilioConferences {
  const pathOf = (conferenceSid: string) => `/v1/Conferences/${encodeURIComponent(conferenceSid)}`;
  return {
    async conferenceOf(conferenceSid) {
      try {
        return await reader.get('insights', pathOf(conferenceSid));
      } catch (error) {
        if (twilioStatus(error) === NOT_FOUND) return undefined;
        throw error;
      }
    },
    async *participantsOf(conferenceSid) {
      const path = `${pathOf(conferenceSid)}/Participants`;
      try {
        for await (const found of reader.list('insights', path, 'participants', { PageSize: PAGE_SIZE })) {
          if (!isJsonObject(found)) throw new Trouble('Twilio answered with a participant that is none');
          yield found;
        }
      } catch (error) {
        if (twilioStatus(error) !== NOT_FOUND) throw error;
      }
    },
    async *madeIn(from, to) {
      const seen = new Set<string>();
      const query = { CreatedAfter: from, CreatedBefore: to, PageSize: PAGE_SIZE };
      for await (const found of reader.list('insights', '/v1/Conferences', 'conferences', query)) {
        if (!isConference(found)) throw new Trouble('Twilio answered with a summary of no conference');
        if (seen.has(found.conference_sid)) continue;
        seen.add(found.conference_sid);
        yield found;
      }
    },
  };
}

function isConference(value: unknown): value is JsonObject & { conference_sid: string } {
  return isJsonObject(value) && typeof value.conference_sid === 'string' && value.conference_sid !== '';
}
