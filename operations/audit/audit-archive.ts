import { layoutOf } from '../../families/archive/layouts.ts';
import { type ArchiveStore, noneIfGone } from '../../lambda/archive/archive-store.ts';
import { readRows } from '../../lambda/archive/parquet.ts';
import { readParquet } from '../../lambda/archive/unreadable-object.ts';
import { ARCHIVE } from '../../shared/archive.ts';
import type { Clock } from '../../shared/clock.ts';
import { orUnread } from '../archive/or-unread.ts';
import type { Unread } from '../set-aside/each-object.ts';
import { type FoundPart, lookUntilRight } from './audit-part.ts';
import { type AuditRun, auditEvent, idsOf } from './audit-run.ts';

export interface AuditArchiveOptions {
  run: AuditRun;
  store: Pick<ArchiveStore, 'list' | 'open' | 'erase'>;
  clock: Clock;
}

/** What was found in the archive, and the objects that no one can read. */
export interface FoundInArchive extends FoundPart {
  unread: readonly Unread[];
}

/** Deployed, five minutes of events are one object, and a function that fails is called again. */
export const ARCHIVED_WITHIN_MS = 10 * 60_000;
const PREFIX = `${ARCHIVE.audit}/`;

/** The events of a run in the archive: they lie beside the tables, so that no question counts them. */
export function createAuditArchive({ run, store, clock }: AuditArchiveOptions) {
  const layout = layoutOf('call_events');
  const folder = `${PREFIX}${layout.folder}/`;
  const isOfRun = idsOf(run);
  const read = new Set<string>();
  const found = new Set<string>();
  /** Objects that hold events of this run. */
  const ours: string[] = [];
  const unread: Unread[] = [];

  async function readNew(): Promise<void> {
    for await (const object of store.list(folder)) {
      if (read.has(object.key)) continue;
      // Another audit may erase it meanwhile. What is not there is looked for again until the time is over.
      const rows = await orUnread(unread, () =>
        readParquet(object, store, (file) => readRows(layout, file)).catch(noneIfGone),
      );
      if (rows === undefined) continue;
      const ids = rows.map(({ event_id: id }) => String(id)).filter((id) => id.search(isOfRun) === 0);
      for (const id of ids) found.add(id);
      if (ids.length > 0) ours.push(object.key);
      read.add(object.key);
    }
  }

  async function look(events: number): Promise<FoundInArchive> {
    await readNew();
    const missing = new Map<string, number>();
    for (let number = 1; number <= events; number += 1) {
      const { id, callSid } = auditEvent(run, number);
      if (!found.has(id)) missing.set(callSid, (missing.get(callSid) ?? 0) + 1);
    }
    const wrong = [...missing].map(([sid, count]) => ({
      sid,
      problem: count === 1 ? '1 event is not in the archive' : `${count} events are not in the archive`,
    }));
    return { right: events - [...missing.values()].reduce((sum, count) => sum + count, 0), wrong, unread };
  }

  return {
    /** Looks for the first so many events of the run until all are there, or the time is over. */
    find: (events: number, signal: AbortSignal): Promise<FoundInArchive> =>
      lookUntilRight(() => look(events), { timeoutMs: ARCHIVED_WITHIN_MS, signal, clock }),
    /** Erases the objects that hold nothing but events of audits, as all of them do that have one of this run. */
    async erase(): Promise<void> {
      for (const key of ours) await store.erase(key);
    },
  };
}
