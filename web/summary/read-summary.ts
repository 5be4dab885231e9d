import { isJsonObject, type JsonObject } from '../../shared/json.ts';
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

/** A page of calls, newest first. @param path of the API @throws ApiTrouble */
export async function readSummaries(client: JsonClient, path: string, signal: AbortSignal): Promise<SummaryPage> {
  const { meta, call_summaries: listed } = await client.readObject(path, signal);
  if (!isJsonObject(meta) || !Array.isArray(listed)) {
    throw new ApiTrouble('failed', 'the answer is not a page of calls');
  }
  const { next_page_url: next } = meta;
  return { summaries: listed.filter(isJsonObject), next: pathOf(typeof next === 'string' ? next : null) };
}
