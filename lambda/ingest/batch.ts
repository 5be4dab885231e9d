import type { KeptEvent, Row } from '../../families/family.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { type Rejection, rejected } from '../../shared/rejection.ts';
import type { QuarantinedRecord, UnsupportedEvents } from '../quarantine/quarantine.ts';
import { compareGuards } from '../store/item-writer.ts';
import { type DecodedRecord, decode } from './decode.ts';
import { placeOf, type StreamRecord, toStreamRecord } from './stream-record.ts';

/** Enough to see what is wrong with a list; the record itself is kept whole. */
const MAX_PROBLEMS = 20;

/** What is wrong with an event. `index`: its place in a record that is a list. */
export type Problem = Rejection & { index?: number };

/** A record, and what it says beside its rows. */
export interface BatchRecord {
  readonly record: StreamRecord;
  readonly isList: boolean;
  /** A list of no events. */
  readonly isEmpty: boolean;
  readonly problems: readonly Problem[];
  /** Paths at which its events differ from the documented schema. */
  readonly mismatches: readonly string[];
  /** One for each of Twilio's test events: its test_id. */
  readonly testEvents: readonly (string | undefined)[];
  readonly unsupported: readonly KeptEvent[];
}

/** Where a row's event stands. */
export interface Place {
  record: BatchRecord;
  /** Its place in a record that is a list. */
  index?: number;
  /** Of the row that the event there makes, where that has one: another than the row's, where it is another version. */
  guard?: string;
}

/** A row to write, and the place of its event in every record that holds it: several where it was delivered twice. */
export interface BatchItem {
  row: Row;
  places: Place[];
}

/** What is to be done with a batch of records. */
export interface Batch {
  records: BatchRecord[];
  /** Of different keys: two puts of one key in one BatchWriteItem are an error. */
  items: BatchItem[];
}

export interface BatchContext {
  config: IngestConfig;
  /** Epoch ms. */
  now: number;
}

/** Decodes a batch and says what there is to write; pure. @param records as they came, whatever they are */
export function prepareBatch(records: readonly unknown[], { config, now }: BatchContext): Batch {
  const items = new Map<string, BatchItem>();
  const entries: BatchRecord[] = [];
  for (const record of records) {
    const { entry, placed } = readRecord(toStreamRecord(record, now), config);
    entries.push(entry);
    for (const { row, index } of placed) add(items, row, { record: entry, index, guard: row.guard?.value });
  }
  return { records: entries, items: [...items.values()] };
}

interface ReadRecord {
  entry: BatchRecord;
  placed: { row: Row; index?: number }[];
}

function readRecord(record: StreamRecord, config: IngestConfig): ReadRecord {
  if (record.problem !== undefined) return readNone(record, rejected('not-a-record', record.problem), config);
  try {
    return readEvents(record, decode(record.data), config);
  } catch (error) {
    // Nothing is known to get here. Should something, it must not fail its batch, and with that its shard, for a day.
    const rejection = rejected(
      'unreadable',
      `reading it failed: ${error instanceof Error ? error.name : typeof error}`,
    );
    return readNone(record, rejection, config);
  }
}

function readNone(record: StreamRecord, rejection: { ok: false } & Rejection, config: IngestConfig): ReadRecord {
  return readEvents(record, { isList: false, events: [rejection] }, config);
}

/** Keeps nothing of what was decoded but what is still to be said: the rest would wait in memory for the last write. */
function readEvents(
  record: StreamRecord,
  { isList, events, isPlain }: DecodedRecord,
  config: IngestConfig,
): ReadRecord {
  const problems: Problem[] = [];
  const mismatches: string[] = [];
  const testEvents: (string | undefined)[] = [];
  const unsupported: KeptEvent[] = [];
  const placed: ReadRecord['placed'] = [];
  const context = { arrivalMs: record.arrivalMs, config, isPlain };
  for (const [position, event] of events.entries()) {
    const index = isList ? position : undefined;
    if (event.ok) for (const path of event.value.mismatches) mismatches.push(path);
    const outcome = event.ok ? event.value.family.outcome(event.value.event, context) : event;
    if (!outcome.ok) {
      problems.push({ reason: outcome.reason, detail: outcome.detail, index });
      continue;
    }
    const { rows, kept, test } = outcome.value;
    for (const row of rows) placed.push({ row, index });
    if (kept !== undefined) unsupported.push(kept);
    if (test !== undefined) testEvents.push(test.testId);
  }
  return {
    entry: { record, isList, isEmpty: events.length === 0, problems, mismatches, testEvents, unsupported },
    placed,
  };
}

/**
 * A record with problems, as it is kept. The first problem speaks for it; a list names each event that is at fault.
 * @param problems those it came with, and those that the table had with it
 */
export function toQuarantined({ record, isList }: BatchRecord, problems: readonly Problem[]): QuarantinedRecord {
  const [first] = problems;
  if (first === undefined) throw new Error('a record without problems is none for quarantine');
  const at = first.index === undefined ? '' : `event [${first.index}]: `;
  const { shardId, ...place } = placeOf(record);
  return {
    reason: first.reason,
    detail: `${at}${first.detail}`,
    ...(isList && { problems: problems.slice(0, MAX_PROBLEMS), problemCount: problems.length }),
    shardId,
    arrivedAt: arrivedAt(record),
    ...place,
    data: record.data,
  };
}

/** The events of records that are not understood; undefined where there are none. */
export function toUnsupported(records: readonly BatchRecord[]): UnsupportedEvents | undefined {
  const holders = records.filter(({ unsupported }) => unsupported.length > 0);
  const [first] = holders;
  const last = holders.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const { shardId, sequenceNumber } = placeOf(first.record);
  return {
    shardId,
    arrivedAt: arrivedAt(first.record),
    firstSequenceNumber: sequenceNumber,
    lastSequenceNumber: placeOf(last.record).sequenceNumber,
    lines: holders.flatMap(({ unsupported }) => unsupported.map(({ json }) => json)),
  };
}

function add(items: Map<string, BatchItem>, row: Row, place: Place): void {
  const same = items.get(row.key);
  if (same === undefined) items.set(row.key, { row, places: [place] });
  else {
    // The same key is the same event, delivered again; should it differ, the later one counts, as it would by itself. Of
    // guarded rows the greatest does.
    if (!isLess(row, same.row)) same.row = row;
    same.places.push(place);
  }
}

function isLess({ guard }: Row, { guard: other }: Row): boolean {
  return guard !== undefined && other !== undefined && compareGuards(guard, other) < 0;
}

function arrivedAt({ arrivalMs }: StreamRecord): string {
  return new Date(arrivalMs).toISOString();
}
