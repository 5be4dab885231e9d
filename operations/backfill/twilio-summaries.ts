import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { Trouble } from '../../shared/trouble.ts';
import { twilioCode, twilioStatus } from '../../twilio/twilio-answer.ts';
import type { TwilioReader } from '../../twilio/twilio-read.ts';

const PAGE_SIZE = '1000';
const NOT_FOUND = 404;
/** https://www.twilio.com/docs/api/errors/17001 */
const NOT_COMPLETE = 17_001;

/** Summaries that Twilio still has, each as it came. */
export interface TwilioSummaries {
  /** The complete one of a call, else the partial one; undefined where Twilio has none. */
  ofCall(callSid: string): Promise<JsonObject | undefined>;
  /** Those of calls that started in a span, ISO 8601, complete or not; each call once. */
  startedIn(from: string, to: string): AsyncGenerator<JsonObject & { call_sid: string }>;
}

export function createTwilioSummaries(reader: TwilioReader): TwilioSummaries {
  /** https://www.twilio.com/docs/voice/voice-insights/api/call/call-summary-resource */
  async function summary(callSid: string, query?: { ProcessingState: 'partial' }): Promise<JsonObject | undefined> {
    const path = `/v1/Voice/${encodeURIComponent(callSid)}/Summary`;
    try {
      return await reader.get('insights', path, query);
    } catch (error) {
      if (twilioStatus(error) === NOT_FOUND || twilioCode(error) === NOT_COMPLETE) return undefined;
      throw error;
    }
  }

  return {
    ofCall: async (callSid) => (await summary(callSid)) ?? (await summary(callSid, { ProcessingState: 'partial' })),
    /** https://www.twilio.com/docs/voice/voice-insights/api/call/call-summaries-resource */
    async *startedIn(from, to) {
      const seen = new Set<string>();
      const query = { StartTime: from, EndTime: to, ProcessingState: 'all', PageSize: PAGE_SIZE };
      for await (const found of reader.list('insights', '/v1/Voice/Summaries', 'call_summaries', query)) {
        if (!isOfCall(found)) throw new Trouble('Twilio answered with a summary of no call');
        if (seen.has(found.call_sid)) continue;
        seen.add(found.call_sid);
        yield found;
      }
    },
  };
}

function isOfCall(summary: unknown): summary is JsonObject & { call_sid: string } {
  return isJsonObject(summary) && typeof summary.call_sid === 'string' && summary.call_sid !== '';
}
