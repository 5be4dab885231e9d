import { createHash } from 'node:crypto';
import { ARCHIVE } from '../../shared/archive.ts';
import type { ArchiveObject } from '../archive/archive-store.ts';

/** What the key of an object of a table says. */
export interface ObjectPlace {
  /** `events/day=2026-11-20/` */
  prefix: string;
  folder: string;
  /** yyyy-mm-dd */
  day: string;
  /** 0 as it was archived, which never changes; 1 as it was merged, or what is left of one after `forget`. */
  level: 0 | 1;
  /** When the merge began that wrote it, epoch ms; 0 for any other. */
  runMs: number;
}

const KEY = new RegExp(
  `^((?:${ARCHIVE.audit}/)?([a-z_]+)/${ARCHIVE.dayPrefix}(\\d{4}-\\d{2}-\\d{2})/)([01])-[^/]+\\${ARCHIVE.ending}$`,
);
const RUN = new RegExp(`-(\\d{13})\\${ARCHIVE.ending}$`);
const RUN_DIGITS = 13;
const HASH_DIGITS = 32;

/** Undefined for an object that is none of ours. */
export function placeOf(key: string): ObjectPlace | undefined {
  const [, prefix, folder = '', day = '', level] = KEY.exec(key) ?? [];
  if (prefix === undefined) return undefined;
  if (level === '0') return { prefix, folder, day, level: 0, runMs: 0 };
  return { prefix, folder, day, level: 1, runMs: Number(RUN.exec(key)?.[1] ?? 0) };
}

/** Of what `forget` leaves of an object. A merge joins it with what may still be there beside it. */
export function rewrittenKey({ key, etag }: ArchiveObject, without: readonly number[]): string {
  const prefix = key.slice(0, key.lastIndexOf('/') + 1);
  return mergedKey(prefix, [key, etag, JSON.stringify(without)], 0);
}

/**
 * `<prefix>1-<hash of the sources>-<run>.parquet`: two runs over the same sources write two objects, so that none is ever
 * replaced while somebody reads it.
 * @param runMs when the run began, epoch ms
 */
export function mergedKey(prefix: string, sources: readonly string[], runMs: number): string {
  const hash = createHash('sha256').update(JSON.stringify(sources)).digest('hex').slice(0, HASH_DIGITS);
  return `${prefix}1-${hash}-${String(Math.floor(runMs)).padStart(RUN_DIGITS, '0')}${ARCHIVE.ending}`;
}
