import pLimit from 'p-limit';
import { toStreamRecord } from '../../lambda/ingest/stream-record.ts';
import { allOf } from '../../shared/all-of.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { DAY_MS, utcDay } from '../../shared/utc-day.ts';
import { LIKE_A_CALL_SID } from '../set-aside/is-named.ts';
import { readObject } from '../set-aside/kept-object.ts';
import { namedInData } from '../set-aside/named-calls.ts';
import type { SetAside } from '../set-aside/set-aside.ts';

/** Which calls are named in what `redrive` takes: quarantine, events whose type is known by now, batches given up. */
export interface CallsSetAside {
  /**
   * How many records name a call, those that `redrive` may still make rows of with ids of their own.
   * @param startMs when the call began, epoch ms: nothing of it can have been set aside before. Undefined reads all
   */
  count(callSid: string, startMs: number | undefined): Promise<number>;
  /** Objects among those read of which it cannot be told which calls they name, or some of their records do. */
  unread(): readonly UnreadObject[];
}

export interface UnreadObject {
  key: string;
  problem: string;
}

export interface CallsSetAsideOptions {
  setAside: SetAside;
  /** Told how many objects are about to be read, how many of them are, and that they all are. */
  onStart?: (total: number) => void;
  onProgress?: (done: number) => void;
  onEnd?: () => void;
}

const READS_IN_FLIGHT = 16;
const CALL_SID = new RegExp(LIKE_A_CALL_SID, 'g');

/** Objects are read when a call is asked for that they can name, and once. */
export function createCallsSetAside({ setAside, onStart, onProgress, onEnd }: CallsSetAsideOptions): CallsSetAside {
  const counts = new Map<string, number>();
  const read = new Set<string>();
  const unread: UnreadObject[] = [];
  const inFlight = pLimit(READS_IN_FLIGHT);
  /** One look at a time. */
  const looks = pLimit(1);
  let keys: string[] | undefined;

  async function list(): Promise<string[]> {
    const places = [BUCKET_PREFIX.quarantine, BUCKET_PREFIX.unsupported, BUCKET_PREFIX.givenUp];
    return (await Promise.all(places.map((prefix) => allOf(setAside.keys(prefix))))).flat();
  }

  async function readSince(day: string): Promise<void> {
    keys ??= await list();
    const toRead = keys.filter((key) => !read.has(key) && (dayOf(key) ?? day) >= day);
    if (toRead.length === 0) return;
    onStart?.(toRead.length);
    let done = 0;
    try {
      await inFlight.map(toRead, async (key) => {
        const { callSids, problem } = await callsIn(key);
        for (const callSid of callSids) counts.set(callSid, (counts.get(callSid) ?? 0) + 1);
        if (problem !== undefined) unread.push({ key, problem });
        read.add(key);
        done += 1;
        onProgress?.(done);
      });
    } finally {
      inFlight.clearQueue();
      onEnd?.();
    }
  }

  /** Once for each record that names it. */
  async function callsIn(key: string): Promise<{ callSids: string[]; problem?: string }> {
    const body = await setAside.get(key);
    // Somebody else took it away.
    if (body === undefined) return { callSids: [] };
    const object = readObject(key, body);
    if (object.kind === 'bad') return { callSids: [], problem: object.problem };
    const named = object.records.map((record) => namedInData(toStreamRecord(record, 0).data));
    const callSids = named.flatMap(({ calls, texts }) => [
      ...new Set([...calls, ...texts.flatMap((text) => text.match(CALL_SID) ?? [])]),
    ]);
    return { callSids, problem: named.find(({ problem }) => problem !== undefined)?.problem };
  }

  return {
    async count(callSid, startMs) {
      // A clock may differ, of Twilio's or of a browser's.
      const day = startMs === undefined ? '' : utcDay(startMs - DAY_MS);
      await looks(readSince, day);
      return counts.get(callSid) ?? 0;
    },
    unread: () => unread,
  };
}

/** The day in a key, on which a record arrived or a batch was given up; undefined where there is none. */
function dayOf(key: string): string | undefined {
  return /\/(\d{4})\/(\d{2})\/(\d{2})\//.exec(key)?.slice(1).join('-');
}
