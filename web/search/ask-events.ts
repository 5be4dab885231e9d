import type { JsonClient } from '../api-client.ts';
import { foundInEvents, type InEvents, SEARCHED } from './found.ts';

/** Fewer letters are in everything. */
const SHORTEST = 3;
/** Whoever types waits no longer for a whole answer than for a part of it. */
const WAIT_S = 1;

/** What events of the last days have a text somewhere. @throws ApiTrouble */
export async function askEvents(client: JsonClient, text: string, signal: AbortSignal): Promise<InEvents> {
  const plain = text.trim();
  if (plain.length < SHORTEST) return { found: [], isWhole: true };
  const search = new URLSearchParams({ StartTime: SEARCHED.span, Text: plain });
  const [causes, calls] = await Promise.all(
    ['Causes', 'Calls'].map((of) => client.readObject(`/v1/Voice/Events/${of}?${search}`, signal, WAIT_S)),
  );
  const isWhole = causes?.is_whole !== false && calls?.is_whole !== false;
  return { found: foundInEvents(plain, causes ?? {}, calls ?? {}), isWhole };
}
