import pLimit from 'p-limit';
import { allOf } from '../../shared/all-of.ts';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import { utcDay } from '../../shared/utc-day.ts';
import { readObject } from '../set-aside/kept-object.ts';
import type { SetAside } from '../set-aside/set-aside.ts';
import type { Fate } from './account.ts';
import { type AuditRun, idsOf } from './audit-run.ts';

type Kept = Exclude<Fate, 'missing'>;

/** Events of a run that were set aside since it began. */
export interface KeptEvents {
  /** Takes note of what is there; it is never read. @throws what the bucket answers */
  passOver(): Promise<void>;
  /** Reads what is new since the last look. @throws what the bucket answers */
  look(): Promise<void>;
  /** By their ids, as far as they were seen. */
  found: ReadonlyMap<string, Kept>;
}

const READS_IN_FLIGHT = 8;
/** For a stream whose clock is behind, around midnight. */
const CLOCK_SKEW_MS = 3_600_000;

export function createKeptEvents(setAside: SetAside, run: AuditRun, startMs: number): KeptEvents {
  const day = utcDay(startMs - CLOCK_SKEW_MS).replaceAll('-', '/');
  const known = new Set<string>();
  const found = new Map<string, Kept>();

  async function newKeys(): Promise<string[]> {
    const [quarantined, givenUp] = await Promise.all([
      // Their folders are days: those before are not even listed. Files are in no folder, and come after all days.
      allOf(setAside.keys(BUCKET_PREFIX.quarantine, `${BUCKET_PREFIX.quarantine}${day}`)),
      allOf(setAside.keys(BUCKET_PREFIX.givenUp)),
    ]);
    return [...quarantined, ...givenUp].filter((key) => !known.has(key));
  }

  async function read(key: string): Promise<void> {
    const body = await setAside.get(key);
    if (body !== undefined) for (const id of idsIn(run, key, body)) found.set(id, kindOf(key));
    known.add(key);
  }

  return {
    found,
    async passOver() {
      for (const key of await newKeys()) known.add(key);
    },
    async look() {
      const inFlight = pLimit(READS_IN_FLIGHT);
      await inFlight.map(await newKeys(), read).finally(() => inFlight.clearQueue());
    },
  };
}

/** The ids of a run's events in an object set aside; none in one that nobody can read. */
function idsIn(run: AuditRun, key: string, body: string): string[] {
  const object = readObject(key, body);
  if (object.kind === 'bad') return [];
  return object.records.flatMap(({ kinesis }) => {
    const text = Buffer.from(kinesis.data, 'base64').toString('utf8');
    return text.match(idsOf(run)) ?? [];
  });
}

function kindOf(key: string): Kept {
  return key.startsWith(BUCKET_PREFIX.givenUp) ? 'given-up' : 'quarantined';
}
