import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import { archiveTableOf } from '../../families/archive/tables.ts';
import type { DecodedEvent, RowContext } from '../../families/family.ts';
import { ARCHIVE } from '../../shared/archive.ts';
import { isAuditSid } from '../../shared/audit-sids.ts';
import { decode } from '../ingest/decode.ts';
import type { StreamRecord } from '../ingest/stream-record.ts';
import { dayOf } from './day.ts';
import { dayPrefix } from './object-name.ts';

/** Rows of one table and one day: what becomes an object. */
export interface DayRows {
  /** `events/day=2026-11-20/` */
  prefix: string;
  layout: ArchiveLayout;
  rows: ArchiveRow[];
}

/** The rows of a batch, and what was left out. */
export interface BatchRows {
  days: DayRows[];
  /** Events without a row, by why: ingest has them, or puts them aside. */
  skipped: Skipped;
}

export interface Skipped {
  /** Records that are no events, and events that are not what they should be, or can be no row. */
  unreadable: number;
  /** Events of types that no table has, and Twilio's test events. */
  unsupported: number;
}

/** What the records of a batch are in the archive; pure, and throws for none, whatever it is. */
export function rowsOfBatch(records: readonly StreamRecord[], config: RowContext['config']): BatchRows {
  const days = new Map<string, DayRows>();
  const skipped = { unreadable: 0, unsupported: 0 };
  for (const record of records) {
    const made = rowsOfRecord(record, config, skipped);
    for (const day of made) addRows(days, day);
  }
  return { days: [...days.values()], skipped };
}

/** Puts rows beside those of their table and day. @returns all of these */
export function addRows(days: Map<string, DayRows>, { prefix, layout, rows }: DayRows): readonly ArchiveRow[] {
  const day = days.get(prefix) ?? { prefix, layout, rows: [] };
  days.set(prefix, day);
  for (const row of rows) day.rows.push(row);
  return day.rows;
}

function rowsOfRecord(record: StreamRecord, config: RowContext['config'], skipped: Skipped): DayRows[] {
  const { data, problem, arrivalMs } = record;
  const decoded = problem === undefined ? attempt(() => decode(data)) : undefined;
  if (decoded === undefined) {
    skipped.unreadable += 1;
    return [];
  }
  const { events, isPlain } = decoded;
  return events.flatMap((event) => {
    const rows = event.ok ? attempt(() => rowsOfEvent(event.value, { arrivalMs, config, isPlain })) : undefined;
    if (rows === undefined) skipped.unreadable += 1;
    else if (rows.length === 0) skipped.unsupported += 1;
    return rows ?? [];
  });
}

/** As in ingest: nothing is known to throw, and nothing that does shall stop its shard, or take other events with it. */
function attempt<Value>(make: () => Value): Value | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** None for an event of no table; undefined for one whose rows no table can hold: ingest puts that aside. */
export function rowsOfEvent({ family, event }: DecodedEvent, context: RowContext): DayRows[] | undefined {
  const table = archiveTableOf(family.name);
  if (table === undefined) return [];
  if (!family.outcome(event, context).ok) return undefined;
  const { layout } = table;
  const sids = [...family.callSids(event), ...(family.conferenceSids?.(event) ?? [])];
  const folder = sids.some(isAuditSid) ? `${ARCHIVE.audit}/${layout.folder}` : layout.folder;
  return table
    .toRows(event, context)
    .map((row) => ({ prefix: dayPrefix(folder, dayOf(layout, row)), layout, rows: [row] }));
}
