import type { KinesisStreamRecord } from 'aws-lambda';
import type { IngestConfig } from '../../shared/ingest-config.ts';
import { type Rejection, type Result, rejected } from '../../shared/rejection.ts';
import type { QuarantinedRecord, UnsupportedEvents } from '../quarantine/quarantine.ts';
import { type Item, type ItemContext, toItem } from '../store/item.ts';
import { type DecodedEvent, type DecodedRecord, decode } from './decode.ts';
import { redact } from './redact.ts';

/** Enough to see what is wrong with a list; the record itself is kept whole. */
const MAX_PROBLEMS = 20;

/** A record on its way. It is safe when nothing of it is left to write. */
export interface BatchRecord {
  record: KinesisStreamRecord;
  decoded: DecodedRecord;
  /** `index`: the event's place in a record that is a list. */
  problems: (Rejection & { index?: number })[];
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
  /** Records that hold events of a type that is not understood. */
  unsupported: BatchRecord[];
}

/** Decodes a batch and says what there is to write; pure. */
export function prepareBatch(records: readonly KinesisStreamRecord[], config: IngestConfig): Batch {
  const items = new Map<string, BatchItem>();
  const batch: Batch = { records: [], items: [], unsupported: [] };
  for (const record of records) {
    const { entry, placed } = readRecord(record, config);
    batch.records.push(entry);
    for (const { item, index } of placed) add(items, item, { record: entry, index });
    if (entry.decoded.events.some((event) => event.ok && event.value.kind === 'unsupported')) {
      batch.unsupported.push(entry);
      entry.writesLeft += 1;
    }
  }
  batch.items = [...items.values()];
  return batch;
}

function readRecord(
  record: KinesisStreamRecord,
  config: IngestConfig,
): { entry: BatchRecord; placed: readonly PlacedItem[] } {
  try {
    const decoded = decode(record.kinesis.data);
    const { problems, items } = readEvents(decoded, { arrivalMs: arrivalMs(record), config });
    return { entry: { record, decoded, problems, writesLeft: 0, safe: false }, placed: items };
  } catch (error) {
    // Nothing is known to get here. Should something, it must not fail its batch, and with that its shard, for a day.
    const rejection = rejected(
      'unreadable',
      `reading it failed: ${error instanceof Error ? error.name : typeof error}`,
    );
    const decoded: DecodedRecord = { isList: false, events: [rejection] };
    return { entry: { record, decoded, problems: [rejection], writesLeft: 0, safe: false }, placed: [] };
  }
}

interface PlacedItem {
  item: Item;
  /** The event's place in a record that is a list. */
  index?: number;
}

function readEvents(
  decoded: DecodedRecord,
  context: ItemContext,
): Pick<BatchRecord, 'problems'> & { items: PlacedItem[] } {
  const problems: BatchRecord['problems'] = [];
  const items: PlacedItem[] = [];
  for (const [position, event] of decoded.events.entries()) {
    const index = decoded.isList ? position : undefined;
    const item = event.ok ? itemOf(event.value, context) : event;
    if (item === undefined) continue;
    if (item.ok) items.push({ item: item.value, index });
    else problems.push({ reason: item.reason, detail: item.detail, index });
  }
  return { problems, items };
}

/** Undefined for an event that is no row. */
function itemOf(event: DecodedEvent, context: ItemContext): Result<Item> | undefined {
  if (event.kind !== 'call-event') return undefined;
  return toItem({ ...event.event, data: redact(event.event.data, context.config.redactFields) }, context);
}

/** When a record came onto the stream, epoch ms. Lambda gives seconds, with a fraction. */
export function arrivalMs({ kinesis }: KinesisStreamRecord): number {
  return Math.round(kinesis.approximateArrivalTimestamp * 1000);
}

/** A record with problems, as it is kept. The first problem speaks for it; a list names each event that is at fault. */
export function toQuarantined({ record, decoded, problems }: BatchRecord): QuarantinedRecord {
  const [first] = problems;
  if (first === undefined) throw new Error('a record without problems is none for quarantine');
  const at = first.index === undefined ? '' : `event [${first.index}]: `;
  return {
    reason: first.reason,
    detail: `${at}${first.detail}`,
    ...(decoded.isList && { problems: problems.slice(0, MAX_PROBLEMS), problemCount: problems.length }),
    ...origin(record),
    sequenceNumber: record.kinesis.sequenceNumber,
    partitionKey: record.kinesis.partitionKey,
    streamArn: record.eventSourceARN,
    data: record.kinesis.data,
  };
}

/** The events of a batch that are not understood; undefined where there are none. */
export function toUnsupported({ unsupported }: Batch): UnsupportedEvents | undefined {
  const [first] = unsupported;
  const last = unsupported.at(-1);
  if (first === undefined || last === undefined) return undefined;
  return {
    ...origin(first.record),
    firstSequenceNumber: first.record.kinesis.sequenceNumber,
    lastSequenceNumber: last.record.kinesis.sequenceNumber,
    lines: unsupported.flatMap(({ decoded }) =>
      decoded.events.flatMap((event) => (event.ok && event.value.kind === 'unsupported' ? [event.value.json] : [])),
    ),
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

function origin(record: KinesisStreamRecord): { shardId: string; arrivedAt: string } {
  return {
    // `shardId-000000000000:49545115243490985018280067714973144582180062593244200961`
    shardId: record.eventID.split(':')[0] ?? '',
    arrivedAt: new Date(arrivalMs(record)).toISOString(),
  };
}
