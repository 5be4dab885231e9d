import type { ConferenceResource } from '../../families/conference-summary/conference-resource.ts';
import type { ParticipantResource } from '../../families/participant-summary/participant-resource.ts';
import { isJsonObject, type JsonObject, objectsIn } from '../../shared/json.ts';
import { ApiTrouble, type JsonClient, pathOf } from '../api-client.ts';

/** A page of a list of the API's. */
export interface Listed<Resource> {
  list: Resource[];
  /** Path and query of the page behind this one, null where there is none. */
  next: string | null;
}

/** What is known of a conference: its summary, its participants, or both. */
export interface KnownConference {
  conference: ConferenceResource | null;
  participants: readonly ParticipantResource[];
}

/** A conference that a call was in, as that call's participant had it. */
export interface ConferenceOfCall {
  conference_sid: string;
  participant_sid: string;
  conference: ConferenceResource | null;
  participant: ParticipantResource | null;
}

/** Any other a path may not carry, escaped or not. */
const USUAL = /^\w+$/;
/** Of 1,000 participants each; Twilio lets 250 in at once. */
const MOST_PAGES = 5;

/** @throws ApiTrouble */
export async function readConference(
  client: JsonClient,
  conferenceSid: string,
  signal: AbortSignal,
): Promise<KnownConference> {
  if (!USUAL.test(conferenceSid)) return { conference: null, participants: [] };
  const path = `/v1/Conferences/${conferenceSid}`;
  const [conference, participants] = await Promise.all([
    orNull(client.readObject(path, signal)),
    readParticipants(client, `${path}/Participants?PageSize=1000`, signal),
  ]);
  // The API's own schema says what it answers.
  return { conference: conference as ConferenceResource | null, participants };
}

async function readParticipants(client: JsonClient, path: string, signal: AbortSignal): Promise<ParticipantResource[]> {
  const all: ParticipantResource[] = [];
  let next: string | null = path;
  for (let page = 0; page < MOST_PAGES && next !== null; page += 1) {
    const read: Listed<ParticipantResource> = await readList(client, next, 'participants', signal);
    all.push(...read.list);
    next = read.next;
  }
  return all;
}

/** A page of conferences, newest first. @param path of the API @throws ApiTrouble */
export function readConferences(
  client: JsonClient,
  path: string,
  signal: AbortSignal,
): Promise<Listed<ConferenceResource>> {
  return readList(client, path, 'conferences', signal);
}

/** The conferences that a call was in. @throws ApiTrouble */
export async function readConferencesOfCall(
  client: JsonClient,
  callSid: string,
  signal: AbortSignal,
): Promise<ConferenceOfCall[]> {
  if (!USUAL.test(callSid)) return [];
  const answer = await orNull(client.readObject(`/v1/Voice/${callSid}/Conferences`, signal));
  return objectsIn(answer?.conferences) as unknown as ConferenceOfCall[];
}

async function readList<Resource>(
  client: JsonClient,
  path: string,
  key: string,
  signal: AbortSignal,
): Promise<Listed<Resource>> {
  const answer = await orNull(client.readObject(path, signal));
  if (answer === null) return { list: [], next: null };
  const { meta, [key]: list } = answer;
  if (!isJsonObject(meta) || !Array.isArray(list)) throw new ApiTrouble('failed', `the answer is not a page of ${key}`);
  const next = meta.next_page_url;
  return { list: objectsIn(list) as Resource[], next: pathOf(typeof next === 'string' ? next : null) };
}

async function orNull(reading: Promise<JsonObject>): Promise<JsonObject | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof ApiTrouble && error.kind === 'not-found') return null;
    throw error;
  }
}
