import pLimit from 'p-limit';
import type { SetAside } from '../../lambda/quarantine/set-aside.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { readObject } from '../set-aside/kept-object.ts';

const READS_IN_FLIGHT = 16;
const CALL_SID = /CA[0-9A-Za-z]{1,62}/g;

/**
 * How many records in quarantine and in batches given up name which call: those that `redrive` may still make rows of,
 * with ids of their own.
 */
export async function callsSetAside(setAside: SetAside): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  const keys = [
    ...(await Array.fromAsync(setAside.keys(BUCKET_PREFIX.quarantine))),
    ...(await Array.fromAsync(setAside.keys(BUCKET_PREFIX.givenUp))),
  ];
  await pLimit(READS_IN_FLIGHT).map(keys, async (key) => {
    const object = readObject(key, (await setAside.get(key)) ?? '');
    if (object.kind === 'bad') return;
    for (const { kinesis } of object.records) {
      const text = Buffer.from(kinesis.data, 'base64').toString('utf8');
      for (const sid of new Set(text.match(CALL_SID))) counts.set(sid, (counts.get(sid) ?? 0) + 1);
    }
  });
  return counts;
}
