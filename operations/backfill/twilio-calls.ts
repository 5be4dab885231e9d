import { MEDIA_EDGES } from '../../families/call-event/media-edge.ts';
import { allOf } from '../../shared/all-of.ts';
import type { JsonObject } from '../../shared/json.ts';
import { Trouble } from '../../shared/trouble.ts';
import { isOfOneCall, twilioCode, twilioStatus } from '../../twilio/twilio-answer.ts';
import { NoSuchCall, ofCall, type TwilioReader } from '../../twilio/twilio-read.ts';
import { union } from './union.ts';

const PAGE_SIZE = '1000';

/** When a call was, epoch ms. */
export interface CallSpan {
  /** Undefined where nobody says. */
  startMs?: number;
  /** Undefined while the call goes on. */
  endMs?: number;
}

/** A call that Voice Insights has a summary of. */
export interface SummarisedCall extends CallSpan {
  callSid: string;
}

/** What Twilio still has of calls. */
export interface TwilioCalls {
  /** All of Twilio's events of a call, of every side, each as it came. */
  events(callSid: string): Promise<JsonObject[]>;
  /** All of Twilio's samples of a call, of every side, each as it came. */
  metrics(callSid: string): Promise<JsonObject[]>;
  /** When a call was, as its Call resource says. */
  span(callSid: string): Promise<CallSpan>;
  /** Calls that started in a span, ISO 8601. */
  summaries(from: string, to: string): AsyncGenerator<SummarisedCall>;
}

export interface TwilioCallsOptions {
  reader: TwilioReader;
  /** That of the credential: a main account's reads no events of its subaccounts. */
  accountSid: string;
}

/** A call in one of these has ended, but `end_time` is empty where it did not complete. */
const ENDED: readonly unknown[] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

export function createTwilioCalls({ reader, accountSid }: TwilioCallsOptions): TwilioCalls {
  /**
   * Without an edge the resource shows that of the call's type only, so each is asked for; and once without, since an
   * event that has no edge belongs to none of them. What several answers show is one event.
   * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource#default-edge
   */
  async function events(callSid: string): Promise<JsonObject[]> {
    const reads: JsonObject[][] = [];
    for (const edge of [undefined, ...MEDIA_EDGES]) {
      const query = { ...(edge !== undefined && { Edge: edge }), PageSize: PAGE_SIZE };
      const list = reader.list('insights', `/v1/Voice/${encodeURIComponent(callSid)}/Events`, 'events', query);
      reads.push(await ofCall(accountSid, allOf(list)));
    }
    return union(reads);
  }

  /** https://www.twilio.com/docs/voice/voice-insights/api/call/call-metrics-resource */
  async function metrics(callSid: string): Promise<JsonObject[]> {
    const samples: JsonObject[] = [];
    for (const edge of MEDIA_EDGES) {
      const path = `/v1/Voice/${encodeURIComponent(callSid)}/Metrics`;
      const list = reader.list('insights', path, 'metrics', { Edge: edge, PageSize: PAGE_SIZE });
      samples.push(...(await ofCall(accountSid, allOf(list))));
    }
    return samples;
  }

  /** https://www.twilio.com/docs/voice/api/call-resource#call-status-values */
  async function span(callSid: string): Promise<CallSpan> {
    const path = `/2010-04-01/Accounts/${accountSid}/Calls/${encodeURIComponent(callSid)}.json`;
    const call = await ofCall(accountSid, reader.get('api', path));
    const [start, created] = [epochMs(call.start_time), epochMs(call.date_created)];
    const ended = epochMs(call.end_time);
    const changed = ENDED.includes(call.status) ? (epochMs(call.date_updated) ?? start ?? created) : undefined;
    // A call that was queued exists before it starts.
    return { startMs: created ?? start, endMs: ended ?? changed };
  }

  async function* summaries(from: string, to: string): AsyncGenerator<SummarisedCall> {
    const seen = new Set<string>();
    const list = reader.list('insights', '/v1/Voice/Summaries', 'call_summaries', {
      StartTime: from,
      EndTime: to,
      // A summary is partial until half an hour after the call.
      ProcessingState: 'all',
      PageSize: PAGE_SIZE,
    });
    for await (const { call_sid: callSid, created_time: created, start_time: start, end_time: end } of list) {
      if (typeof callSid !== 'string') throw new Trouble('Twilio answered with a summary of no call');
      if (seen.has(callSid)) continue;
      seen.add(callSid);
      yield { callSid, startMs: epochMs(created) ?? epochMs(start), endMs: epochMs(end) };
    }
  }

  return { events, metrics, span, summaries };
}

/** ISO 8601 of summaries, RFC 2822 of calls. */
function epochMs(time: unknown): number | undefined {
  const ms = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}

const FORBIDDEN = 403;

/** A refusal that is about this call alone, so that others may still be had: not there, too old, without events. */
export function isAboutTheCall(error: unknown): error is Error {
  return error instanceof NoSuchCall || twilioStatus(error) === FORBIDDEN || isOfOneCall(twilioCode(error));
}
