import { createHash } from 'node:crypto';
import { ARCHIVE } from '../../shared/archive.ts';

const HASH_LENGTH = 32;

/** Where the objects of a day begin: `events/day=2026-11-20/`. @param folder of a table, `audit/events` too */
export function dayPrefix(folder: string, day: string): string {
  return `${folder}/${ARCHIVE.dayPrefix}${day}/`;
}

/** The records of one batch. */
export interface BatchPlace {
  shardId: string;
  firstSequenceNumber: string;
  lastSequenceNumber: string;
}

/**
 * The object of a batch's rows of a day. It says which records it holds, the first and the last: another batch never
 * replaces it, and the same one only by the same rows.
 */
export function batchObjectKey(
  prefix: string,
  { shardId, firstSequenceNumber, lastSequenceNumber }: BatchPlace,
): string {
  return `${prefix}0-${shardId}-${firstSequenceNumber}-${lastSequenceNumber}${ARCHIVE.ending}`;
}

/** The object of rows that a command brought, by what they are of. @param rowKeys texts that no other rows have */
export function filledObjectKey(prefix: string, rowKeys: readonly string[]): string {
  const hash = createHash('sha256');
  for (const key of [...rowKeys].sort()) hash.update(`${Buffer.byteLength(key)} ${key}\n`);
  return `${prefix}0-backfill-${hash.digest('hex').slice(0, HASH_LENGTH)}${ARCHIVE.ending}`;
}
