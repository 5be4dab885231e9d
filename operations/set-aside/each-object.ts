import pLimit from 'p-limit';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { isTransient } from '../../shared/retry.ts';
import { explain } from '../explain.ts';
import type { SetAside } from './set-aside.ts';

/** Where in the bucket something is kept. */
export type Place = keyof typeof BUCKET_PREFIX;

export interface ObjectKey {
  place: Place;
  key: string;
}

/** An object that cannot be read, and why. */
export interface Unread {
  key: string;
  problem: string;
}

export interface EachOptions {
  setAside: SetAside;
  onStart?: (total: number) => void;
  onProgress?: (done: number) => void;
}

const OBJECTS_IN_FLIGHT = 16;
/** So many in a row: no other can be read either. */
const FAILURES_IN_A_ROW = 5;
const PLACES = Object.keys(BUCKET_PREFIX) as Place[];

/** All objects that are kept. */
export async function keysOf(setAside: SetAside): Promise<ObjectKey[]> {
  const keys: ObjectKey[] = [];
  for (const place of PLACES) {
    for await (const key of setAside.keys(BUCKET_PREFIX[place])) keys.push({ place, key });
  }
  return keys;
}

/**
 * Reads objects, several at a time. @returns those that cannot be read, where others can
 * @throws where none can, and for trouble that passes
 */
export async function eachObject(
  keys: readonly ObjectKey[],
  { setAside, onStart, onProgress }: EachOptions,
  look: (object: ObjectKey, body: string) => Promise<void>,
): Promise<Unread[]> {
  onStart?.(keys.length);
  const unread: Unread[] = [];
  let done = 0;
  let failuresInARow = 0;
  const inFlight = pLimit(OBJECTS_IN_FLIGHT);
  const each = async (object: ObjectKey) => {
    const body = await setAside.get(object.key).catch((error: unknown) => {
      failuresInARow += 1;
      if (isTransient(error) || failuresInARow >= FAILURES_IN_A_ROW) throw error;
      unread.push({ key: object.key, problem: explain(error) });
    });
    if (body !== undefined) {
      failuresInARow = 0;
      await look(object, body);
    }
    done += 1;
    onProgress?.(done);
  };
  // What failed would fail for the others too; nothing is deleted after somebody was told so.
  await inFlight.map(keys, each).finally(() => inFlight.clearQueue());
  return unread;
}
