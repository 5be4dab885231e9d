import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { ApiTrouble, type JsonClient, pathOf } from '../api-client.ts';

/** Samples of a call's media, each in the form of Twilio's resource. */
export interface ReadMetrics {
  samples: readonly JsonObject[];
  /** The path of the last page, and how many samples came before it: what is new of a call is there. */
  last: { path: string; before: number };
}

/** A call of a day on three edges has more; what is over that is not drawn. */
const MOST_PAGES = 60;
/** Any other a path may not carry, escaped or not. Twilio sends samples of usual ones only. */
const USUAL = /^\w+$/;

/**
 * All samples of a call, of every edge; of one that was read before, what is behind its last page.
 * @param known what is there already
 * @throws ApiTrouble
 */
export async function readMetrics(
  client: JsonClient,
  callSid: string,
  signal: AbortSignal,
  known?: ReadMetrics,
): Promise<ReadMetrics> {
  const path = `/v1/Voice/${callSid}/Metrics?Edge=all&PageSize=1000`;
  let last = known?.last ?? { path, before: 0 };
  const samples = known?.samples.slice(0, last.before) ?? [];
  if (!USUAL.test(callSid)) return { samples, last };
  let next: string | null = last.path;
  for (let page = 0; page < MOST_PAGES && next !== null; page += 1) {
    last = { path: next, before: samples.length };
    const read: JsonObject = await client.readObject(next, signal).catch(noneIfNotFound);
    const { metrics, meta } = read;
    if (!Array.isArray(metrics) || !isJsonObject(meta))
      throw new ApiTrouble('failed', 'the answer is not a page of samples');
    for (const sample of metrics) if (isJsonObject(sample)) samples.push(sample);
    next = typeof meta.next_page_url === 'string' ? pathOf(meta.next_page_url) : null;
  }
  return { samples, last };
}

/** They may not have arrived yet, or nobody subscribed to them: that is no trouble. */
function noneIfNotFound(error: unknown): JsonObject {
  if ((error as ApiTrouble).kind === 'not-found') return { metrics: [], meta: {} };
  throw error;
}
