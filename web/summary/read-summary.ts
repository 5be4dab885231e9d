import { isUnanswered } from '../../families/call-summary/in-words/unanswered.ts';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { utcTime } from '../../shared/utc-time.ts';
import { ApiTrouble, type JsonClient, pathOf } from '../api-client.ts';

/** A page of a list of calls. */
export interface SummaryPage {
  summaries: JsonObject[];
  /** Path and query of the page behind this one, null where there is none. */
  next: string | null;
}

/** Any other a path may not carry, escaped or not. Twilio sends summaries of usual ones only. */
const USUAL = /^\w+$/;

/** The summary of a call, preliminary or final; undefined where there is none. @throws ApiTrouble */
export async function readSummary(
  client: JsonClient,
  callSid: string,
  signal: AbortSignal,
): Promise<JsonObject | undefined> {
  if (!USUAL.test(callSid)) return undefined;
  try {
    const summary = await client.readObject(`/v1/Voice/${callSid}/Summary?ProcessingState=all`, signal);
    if (typeof summary.call_sid === 'string') return summary;
  } catch (error) {
    if (error instanceof ApiTrouble && error.kind === 'not-found') return undefined;
    throw error;
  }
  throw new ApiTrouble('failed', 'the answer is not a summary');
}

/** Of the calls of an account within the time of one; a call that lasts for hours may have made more than these show. */
const MOST_PAGES = 5;

/**
 * Summaries of the calls that a call made, newest first: they began while it went on. None where it was not answered, and
 * where its summary does not say when it was.
 * @throws ApiTrouble
 */
export async function readCallsMade(
  client: JsonClient,
  summary: JsonObject,
  signal: AbortSignal,
): Promise<JsonObject[]> {
  const callSid = String(summary.call_sid);
  const from = utcTime(summary.created_time) ?? utcTime(summary.start_time);
  if (!USUAL.test(callSid) || from === undefined || isUnanswered(summary)) return [];
  const to = utcTime(summary.end_time);
  if (to !== undefined && to < from) return [];
  const parameters = { ParentCallSid: callSid, ProcessingState: 'all', StartTime: from, ...(to && { EndTime: to }) };
  const made: JsonObject[] = [];
  let next: string | null = `/v1/Voice/Summaries?${new URLSearchParams(parameters)}`;
  for (let page = 0; page < MOST_PAGES && next !== null; page += 1) {
    const read: SummaryPage = await readSummaries(client, next, signal);
    made.push(...read.summaries);
    next = read.next;
  }
  return made;
}

/** A page of calls, newest first. @param path of the API @throws ApiTrouble */
export async function readSummaries(client: JsonClient, path: string, signal: AbortSignal): Promise<SummaryPage> {
  const { meta, call_summaries: listed } = await client.readObject(path, signal);
  if (!isJsonObject(meta) || !Array.isArray(listed)) {
    throw new ApiTrouble('failed', 'the answer is not a page of calls');
  }
  const { next_page_url: next } = meta;
  return { summaries: listed.filter(isJsonObject), next: pathOf(typeof next === 'string' ? next : null) };
}
