import pLimit from 'p-limit';
import type { ArchiveTable } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import { callEventTable } from '../../families/call-event/archive-table.ts';
import { fromItem, type StoredEvent } from '../../families/call-event/item.ts';
import { callSummaryTable } from '../../families/call-summary/archive-table.ts';
import { fromSummaryItem, type StoredSummary } from '../../families/call-summary/item.ts';
import type { Row } from '../../families/family.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { type ArchiveStore, ObjectGone } from '../../lambda/archive/archive-store.ts';
import { readRows } from '../../lambda/archive/parquet.ts';
import { readParquet } from '../../lambda/archive/unreadable-object.ts';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import type { Unread } from '../set-aside/each-object.ts';
import { type Days, objectsOfDays } from './objects-of-days.ts';
import { orUnread } from './or-unread.ts';
import { tableRowsOf } from './table-rows.ts';

export interface ArchivedCallOptions extends Days {
  store: Pick<ArchiveStore, 'list' | 'open'>;
  /** Of the rows as they would be in the table. */
  config: IngestConfig;
  /** @param done objects that were looked into, of `total` */
  onProgress?(done: number, total: number): void;
}

/** What the archive has of a call: its events, each once, in the order of the table, and the last version of its summary. */
export interface ArchivedCall {
  events: StoredEvent[];
  summary?: StoredSummary;
  /** Objects that cannot be read. */
  unread: Unread[];
}

const OBJECTS_IN_FLIGHT = 16;

/**
 * Looks for a call in the objects of all days, or of some: of one that has nothing of it, the footer and a filter are read.
 * @throws Error where merges go on and on while it looks
 */
export async function archivedCall(callSid: string, options: ArchivedCallOptions): Promise<ArchivedCall> {
  const events = new Map<string, Row>();
  const unread: Unread[] = [];
  for (const row of byArrival(await rowsOfCall(callSid, callEventTable, options, unread))) {
    for (const one of rowsOf(callEventTable, row, options.config)) events.set(one.key, one);
  }
  const summaries = (await rowsOfCall(callSid, callSummaryTable, options, unread)).sort((one, other) =>
    byText('rank', one, other),
  );
  const last = summaries.at(-1);
  const summary = last && rowsOf(callSummaryTable, last, options.config).find(({ guard }) => guard !== undefined);
  return {
    unread,
    events: [...events.values()].map((row) => fromItem(attributesIn(row))).sort(inOrder),
    ...(summary !== undefined && { summary: fromSummaryItem(attributesIn(summary)) }),
  };
}

/** Tries again: what is merged while it is looked for lies in another object. */
const TRIES = 3;

async function rowsOfCall(
  callSid: string,
  { layout }: Pick<ArchiveTable, 'layout'>,
  { store, onProgress, ...days }: ArchivedCallOptions,
  unread: Unread[],
): Promise<ArchiveRow[]> {
  for (let attempt = 1; ; attempt += 1) {
    const objects = await objectsOfDays(store, layout, days);
    const limit = pLimit(OBJECTS_IN_FLIGHT);
    let done = 0;
    const look = async (object: (typeof objects)[number]) => {
      const wanted = { column: 'call_sid', sids: [callSid] };
      const read = () => readParquet(object, store, (file) => readRows(layout, file, wanted));
      const rows = await orUnread(unread, read);
      done += 1;
      onProgress?.(done, objects.length);
      return rows ?? [];
    };
    try {
      return (await Promise.all(objects.map((object) => limit(look, object)))).flat();
    } catch (error) {
      limit.clearQueue();
      if (!(error instanceof ObjectGone) || attempt === TRIES) throw error;
    }
  }
}

/** Those of a row that can be in no table are none: what ingest puts aside is not in the archive, nor what it did not write. */
function rowsOf(table: ArchiveTable, row: ArchiveRow, config: IngestConfig): readonly Row[] {
  const made = tableRowsOf(table, row, config);
  return made.ok ? made.value : [];
}

function attributesIn({ json }: Row): Attributes {
  return JSON.parse(json);
}

function byArrival(rows: readonly ArchiveRow[]): ArchiveRow[] {
  return rows.toSorted((one, other) => Number(one.arrived_at) - Number(other.arrived_at));
}

/** As DynamoDB compares texts. */
function byText(column: string, one: ArchiveRow, other: ArchiveRow): number {
  return Buffer.compare(Buffer.from(String(one[column])), Buffer.from(String(other[column])));
}

/** The order of the table's sort keys. */
export function inOrder({ sortKey: one }: StoredEvent, { sortKey: other }: StoredEvent): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
