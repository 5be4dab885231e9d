import type { KinesisStreamRecord } from 'aws-lambda';
import { decode } from '../../lambda/ingest/decode.ts';
import { createIngest, type Ingest, type IngestOptions } from '../../lambda/ingest/ingest.ts';
import type { TableClient } from '../../lambda/store/dynamodb-client.ts';
import type { Item } from '../../lambda/store/item.ts';
import { MAX_BATCH_ITEMS } from '../../lambda/store/item-writer.ts';
import { attributesOf } from '../../samples/builders.ts';
import type { Property } from './account.ts';
import { AS_IT_IS, type Parts } from './parts.ts';

/** Code with a mistake in it that somebody could make, and the property that must find it. */
export interface BrokenVariant {
  property: Property;
  mistake: string;
  parts: Parts;
}

const broken = (property: Property, mistake: string, parts: Partial<Parts>): BrokenVariant => ({
  property,
  mistake,
  parts: { ...AS_IT_IS, ...parts },
});

/** Ingest, with another answer for Lambda. */
function answering(
  change: (failure: string | undefined, records: readonly KinesisStreamRecord[]) => readonly string[],
): Pick<Parts, 'createIngest'> {
  return {
    createIngest(options) {
      const ingest = createIngest(options);
      return async (records, context) => {
        const { response, report } = await ingest(records, context);
        const identifiers = change(response.batchItemFailures[0]?.itemIdentifier, records);
        return { report, response: { batchItemFailures: identifiers.map((itemIdentifier) => ({ itemIdentifier })) } };
      };
    },
  };
}

/** The writer, with something else in its items. */
function writing(change: (item: Item, batch: readonly Item[], now: number) => Item): Pick<Parts, 'writer'> {
  return {
    writer: (writer, clock) => ({
      ...writer,
      async put(items, signal) {
        const changed = items.map((item) => change(item, items, clock.now()));
        const refused = await writer.put(changed, signal);
        return refused.map(({ item, message }) => ({ item: items[changed.indexOf(item)] ?? item, message }));
      },
    }),
  };
}

const withAttribute = (item: Item, name: string, text: string): Item => ({
  ...item,
  json: JSON.stringify({ ...attributesOf(item), [name]: { S: text } }),
});

const isBad = ({ kinesis }: KinesisStreamRecord) => decode(kinesis.data).events.some(({ ok }) => !ok);
const leftBefore = new WeakSet<KinesisStreamRecord>();
const numbers = (records: readonly KinesisStreamRecord[]) => records.map(({ kinesis }) => kinesis.sequenceNumber);

function withoutDeadline(options: IngestOptions): Ingest {
  const ingest = createIngest(options);
  return (records) => ingest(records, { getRemainingTimeInMillis: () => 3_600_000 });
}

function rowsWaitForTheBucket(): Partial<Parts> {
  let kept: Promise<void>[] = [];
  return {
    quarantine(writer) {
      kept = [];
      const putRecord: typeof writer.putRecord = (record, signal) => {
        const put = writer.putRecord(record, signal);
        kept.push(put);
        return put;
      };
      return { ...writer, putRecord };
    },
    writer: (writer) => ({
      ...writer,
      async put(items, signal) {
        await Promise.allSettled(kept);
        return writer.put(items, signal);
      },
    }),
  };
}

/** One for each property, at least. */
export const BROKEN_VARIANTS: readonly BrokenVariant[] = [
  broken(
    'loss',
    'ingest answers that all is well, whatever happened',
    answering(() => []),
  ),
  broken('loss', 'a quarantine that fails is not waited for', {
    quarantine: (writer) => ({
      ...writer,
      putRecord: async (record, signal) => void writer.putRecord(record, signal).catch(() => undefined),
    }),
  }),
  broken('loss', 'the last item of a full batch write is left out', {
    writer: (writer) => ({
      ...writer,
      put: (items, signal) => writer.put(items.slice(0, MAX_BATCH_ITEMS - 1), signal),
    }),
  }),
  broken(
    'loss',
    'events of one millisecond have one key',
    writing((item) => withAttribute(item, 'timestamp', String(attributesOf(item).timestamp?.S?.split('#')[0]))),
  ),
  broken(
    'checkpoint',
    'the last record that failed is named, not the first',
    answering((failure, records) => {
      const last = numbers(records).at(-1);
      return failure === undefined || last === undefined ? [] : [last];
    }),
  ),
  broken('checkpoint', 'nobody looks at what a batch write left', {
    table: (client) => {
      const send = async (...request: Parameters<TableClient['send']>) => {
        await client.send(...request);
        return {};
      };
      return { send } as unknown as TableClient;
    },
  }),
  broken(
    'phantom',
    'an event gets an id of its own with each delivery',
    writing((item, _batch, now) => withAttribute(item, 'timestamp', `${attributesOf(item).timestamp?.S}#${now}`)),
  ),
  broken(
    'replay',
    'a row says when it was written',
    writing((item, _batch, now) => withAttribute(item, 'written_at', String(now))),
  ),
  broken(
    'order',
    'a row says what came with it',
    writing((item, batch) => withAttribute(item, 'with', String(batch.length))),
  ),
  broken(
    'delay',
    'a bad record is left for a second delivery',
    answering((failure, records) => {
      const bad = records.find((record) => isBad(record) && !leftBefore.has(record));
      if (bad !== undefined) leftBefore.add(bad);
      return [failure ?? bad?.kinesis.sequenceNumber].filter((one) => one !== undefined);
    }),
  ),
  broken(
    'answer',
    'every record from the failed one on is named',
    answering((failure, records) =>
      failure === undefined ? [] : numbers(records).slice(numbers(records).indexOf(failure)),
    ),
  ),
  broken(
    'answer',
    'the event id is named, not the sequence number',
    answering((failure, records) =>
      records.filter(({ kinesis }) => kinesis.sequenceNumber === failure).map(({ eventID }) => eventID),
    ),
  ),
  broken('greatest', 'the last version of a summary is kept, whichever that is', {
    writer: (writer) => ({
      ...writer,
      async putGuarded(item, signal) {
        const [refused] = await writer.put([item], signal);
        return refused === undefined ? { outcome: 'stored' } : { outcome: 'refused', message: refused.message };
      },
    }),
  }),
  broken('greatest', 'a version with a higher type counts more than one with a higher number', {
    writer: (writer) => ({
      ...writer,
      putGuarded(item, signal) {
        const [state, number, type, ...rest] = item.guard.value.split('#');
        return writer.putGuarded(
          { ...item, guard: { ...item.guard, value: [state, type, ...rest, number].join('#') } },
          signal,
        );
      },
    }),
  }),
  broken('pointer', 'a summary does not wait for what leads to it', {
    writer: (writer) => ({
      ...writer,
      async put(items, signal) {
        const isLeading = items.some(({ json }) => JSON.parse(json).event_id === undefined);
        if (!isLeading) return writer.put(items, signal);
        void writer.put(items, signal).catch(() => undefined);
        return [];
      },
    }),
  }),
  broken('pointer', 'a summary that cannot be written is taken for one that is superseded', {
    writer: (writer) => ({
      ...writer,
      putGuarded: (item, signal) => writer.putGuarded(item, signal).catch(() => ({ outcome: 'superseded' })),
    }),
  }),
  broken('deadline', 'nobody looks at the time that is left', { createIngest: withoutDeadline }),
  broken('batch', 'events are written as they come, without a look at their keys', {
    writer: (writer) => ({ ...writer, put: (items, signal) => writer.put([...items, ...items.slice(0, 1)], signal) }),
  }),
  broken('batch', 'a batch has one record more than it may', {
    mapping: (options) => ({ ...options, batchSize: (options.batchSize ?? 0) + 1 }),
  }),
  broken('delay', 'rows wait for the bucket', rowsWaitForTheBucket()),
  broken('throw', 'a record that cannot be read is thrown about', {
    createIngest(options) {
      const ingest = createIngest(options);
      return async (records, context) => {
        if (records.some(isBad)) throw new Error('unreadable');
        return ingest(records, context);
      };
    },
  }),
  broken('haste', 'what no retry cures soon is given back as fast as it fails', {
    createIngest: (options) => createIngest({ ...options, isPatient: false }),
  }),
  broken('sequence', 'a child is read beside its parent', {
    mapping: (options) => ({
      ...options,
      source: {
        ...options.source,
        shards: async () => (await options.source.shards()).map((shard) => ({ ...shard, parents: [] })),
      },
    }),
  }),
  broken('given-up', 'a batch is given up whole for one record', {
    mapping: (options) => ({ ...options, bisectBatchOnError: false }),
  }),
  broken('given-up', 'the age of a record is taken in seconds where it is in milliseconds', {
    mapping: (options) => ({ ...options, maximumRecordAgeMs: (options.maximumRecordAgeMs ?? 0) / 1_000 }),
  }),
  broken('given-up', 'a batch is given up at its first failure', {
    mapping: (options) => ({ ...options, maximumRetryAttempts: 0 }),
  }),
  broken('given-up', 'a batch is given up whole for the age of its first record', {
    mapping(options) {
      const { now } = options.clock;
      const { maximumRecordAgeMs = 0 } = options;
      return {
        ...options,
        maximumRecordAgeMs: Number.POSITIVE_INFINITY,
        async invoke(event, context) {
          const [first] = event.Records;
          const age = now() - (first?.kinesis.approximateArrivalTimestamp ?? 0) * 1_000;
          if (age <= maximumRecordAgeMs) return options.invoke(event, context);
          const [shardId = ''] = first?.eventID.split(':') ?? [];
          await options.onFailure?.({
            shardId,
            condition: 'RecordAgeExceeded',
            records: event.Records,
            invokeCount: 0,
          });
          return { batchItemFailures: [] };
        },
      };
    },
  }),
  broken('given-up', 'nobody looks at the age of a record', {
    mapping: (options) => ({ ...options, maximumRecordAgeMs: Number.POSITIVE_INFINITY }),
  }),
  broken('end', 'a record that nobody can read is waited for', {
    createIngest(options) {
      const ingest = createIngest(options);
      return async (records, context) => {
        if (records.some(isBad)) await options.clock.sleep(Number.MAX_SAFE_INTEGER);
        return ingest(records, context);
      };
    },
    mapping: (options) => ({
      ...options,
      maximumRetryAttempts: Number.POSITIVE_INFINITY,
      maximumRecordAgeMs: Number.POSITIVE_INFINITY,
    }),
  }),
];
