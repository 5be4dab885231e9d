import pLimit from 'p-limit';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { isTransient } from '../../shared/retry.ts';
import type { EventEraser } from '../event-eraser.ts';
import { explain } from '../explain.ts';
import { type Forgotten, withoutCall } from './object-without.ts';
import type { SetAside } from './set-aside.ts';

export interface ForgetOptions {
  setAside: SetAside;
  eraser: EventEraser;
  /** False deletes nothing and says what would go. */
  execute: boolean;
  onStart?: (total: number) => void;
  onProgress?: (done: number) => void;
}

type Place = keyof typeof BUCKET_PREFIX;

export interface ForgetReport {
  /** Of the table. */
  rows: number;
  /** Records, or events of a type that is not understood, by where they were kept. */
  kept: Record<Place, number>;
  /** Objects of which it cannot be told whether they name the call, or some of their records do; those stay. */
  unread: { key: string; problem: string }[];
}

const OBJECTS_IN_FLIGHT = 16;
/** So many in a row: no other can be read either. */
const FAILURES_IN_A_ROW = 5;
const PLACES = Object.keys(BUCKET_PREFIX) as Place[];

/**
 * Deletes whatever is kept of a call: its rows, and every record set aside that names it. An object that holds records
 * of other calls too is written again without this one's. What is set aside goes first: a row that is gone must not come
 * back with a redrive. So it can be stopped anywhere and run again.
 */
export async function forget(callSid: string, options: ForgetOptions): Promise<ForgetReport> {
  const { setAside, eraser, execute } = options;
  const report: ForgetReport = {
    rows: 0,
    kept: { quarantine: 0, unsupported: 0, givenUp: 0, redriven: 0 },
    unread: [],
  };
  const keys: { place: Place; key: string }[] = [];
  for (const place of PLACES) {
    for await (const key of setAside.keys(BUCKET_PREFIX[place])) keys.push({ place, key });
  }
  options.onStart?.(keys.length);
  let done = 0;
  let failuresInARow = 0;
  const inFlight = pLimit(OBJECTS_IN_FLIGHT);
  const each = async ({ place, key }: { place: Place; key: string }) => {
    const body = await setAside.get(key).catch((error: unknown) => {
      failuresInARow += 1;
      if (isTransient(error) || failuresInARow >= FAILURES_IN_A_ROW) throw error;
      report.unread.push({ key, problem: explain(error) });
    });
    if (body !== undefined) failuresInARow = 0;
    const forgotten: Forgotten = body === undefined ? { kind: 'as it was' } : withoutCall(callSid, key, body);
    const { problem } = { problem: undefined, ...forgotten };
    if (problem !== undefined) report.unread.push({ key, problem });
    if (execute && forgotten.kind === 'gone') await setAside.remove(key);
    if (execute && forgotten.kind === 'less') await setAside.put(key, forgotten.body);
    if ('count' in forgotten) report.kept[place] += forgotten.count;
    done += 1;
    options.onProgress?.(done);
  };
  // What failed would fail for the others too; nothing is deleted after somebody was told so.
  await inFlight.map(keys, each).finally(() => inFlight.clearQueue());
  report.rows = await (execute ? eraser.erase(callSid) : eraser.count(callSid));
  return report;
}

/**
 * Forgets the first of some calls of which anything is kept, else the last: people paste a SID in quotes or as a link,
 * and a SID may look like that as well.
 */
export async function forgetMeant(
  meant: readonly string[],
  options: ForgetOptions,
): Promise<ForgetReport & { callSid: string }> {
  const [callSid = '', ...others] = meant;
  const isMeant = others.length === 0 || (await isKept(callSid, options));
  if (!isMeant) return forgetMeant(others, options);
  return { callSid, ...(await forget(callSid, options)) };
}

async function isKept(callSid: string, options: ForgetOptions): Promise<boolean> {
  if ((await options.eraser.count(callSid)) > 0) return true;
  const { kept } = await forget(callSid, { ...options, execute: false });
  return Object.values(kept).some((count) => count > 0);
}
