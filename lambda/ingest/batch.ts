import { type Item, toItem } from '../../families/call-event/item.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import { type Rejection, type Result, rejected } from '../../shared/rejection.ts';
import type { QuarantinedRecord, UnsupportedEvents } from '../quarantine/quarantine.ts';
import { type DecodedEvent, type DecodedRecord, decode, type UnsupportedEvent } from './decode.ts';
import { redact } from './redact.ts';
import { placeOf, type StreamRecord, toStreamRecord } from './stream-record.ts';

/** Enough to see what is wrong with a list; the record itself is kept whole. */
const MAX_PROBLEMS = 20;

/** A record on its way, and what it says beside its items. It is safe when nothing of it is left to write. */
export interface BatchRecord {
  record: StreamRecord;
  isList: boolean;
  /** A list of no events. */
  isEmpty: boolean;
  /** `index`: the event's place in a record that is a list. */
  problems: (Rejection & { index?: number })[];
  /** Paths at which its call events differ from the documented schema. */
  mismatches: string[];
  /** One for each of Twilio's test events: its test_id. */
  testEvents: (string | undefined)[];
  unsupported: UnsupportedEvent[];
  /** How many writes of this record are not done. */
  writesLeft: number;
  safe: boolean;
}

/** An item to write, and the place of its event in every record that holds it: several where it was delivered twice. */
export interface BatchItem {
  item: Item;
  places: { record: BatchRecord; index?: number }[];
  /** The table will never take it. */
  refused: boolean;
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
    for (const { item, index } of placed) add(items, item, { record: entry, index });
    if (entry.unsupported.length > 0) entry.writesLeft += 1;
  }
  return { records: entries, items: [...items.values()] };
}

interface ReadRecord {
  entry: BatchRecord;
  placed: PlacedItem[];
}

interface PlacedItem {
  item: Item;
  /** The event's place in a record that is a list. */
  index?: number;
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
function readEvents(record: StreamRecord, { isList, events }: DecodedRecord, config: IngestConfig): ReadRecord {
  const entry: BatchRecord = {
    record,
    isList,
    isEmpty: events.length === 0,
    problems: [],
    mismatches: [],
    testEvents: [],
    unsupported: [],
    writesLeft: 0,
    safe: false,
  };
  const placed: PlacedItem[] = [];
  for (const [position, event] of events.entries()) {
    const index = isList ? position : undefined;
    const item = event.ok ? itemOf(event.value, entry, config) : event;
    if (item === undefined) continue;
    if (item.ok) placed.push({ item: item.value, index });
    else entry.problems.push({ reason: item.reason, detail: item.detail, index });
  }
  return { entry, placed };
}

/** Undefined for an event that is no row; what else an event says is noted in its record's entry. */
function itemOf(event: DecodedEvent, entry: BatchRecord, config: IngestConfig): Result<Item> | undefined {
  if (event.kind === 'unsupported') entry.unsupported.push(event);
  else if (event.kind === 'test-event') entry.testEvents.push(event.testId);
  if (event.kind !== 'call-event') return undefined;
  entry.mismatches.push(...event.mismatches);
  const data = redact(event.event.data, config.redactFields);
  return toItem({ ...event.event, data }, { arrivalMs: entry.record.arrivalMs, config });
}

/** A record with problems, as it is kept. The first problem speaks for it; a list names each event that is at fault. */
export function toQuarantined({ record, isList, problems }: BatchRecord): QuarantinedRecord {
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

function add(items: Map<string, BatchItem>, item: Item, place: BatchItem['places'][number]): void {
  place.record.writesLeft += 1;
  const same = items.get(item.key);
  if (same === undefined) items.set(item.key, { item, places: [place], refused: false });
  else {
    // The same key is the same event, delivered again; should it differ, the later one counts, as it would by itself.
    same.item = item;
    same.places.push(place);
  }
}

function arrivedAt({ arrivalMs }: StreamRecord): string {
  return new Date(arrivalMs).toISOString();
}
