import type { JsonClient } from '../api-client.ts';
import { type Found, foundInEvents, SEARCHED } from './found.ts';

/** Fewer letters are in everything. */
const SHORTEST = 3;

/** What events of the last days have a text somewhere. @throws ApiTrouble */
export async function askEvents(client: JsonClient, text: string, signal: AbortSignal): Promise<Found[]> {
  const plain = text.trim();
  if (plain.length < SHORTEST) return [];
  const search = new URLSearchParams({ StartTime: SEARCHED.span, Text: plain });
  const [causes, calls] = await Promise.all(
    ['Causes', 'Calls'].map((of) => client.readObject(`/v1/Voice/Events/${of}?${search}`, signal)),
  );
  return foundInEvents(plain, causes ?? {}, calls ?? {});
}
