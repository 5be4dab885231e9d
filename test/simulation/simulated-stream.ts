import type { KinesisStreamRecord } from 'aws-lambda';
import type { Read, RecordSource, Shard, SizedRecord } from '../../local/record-source.ts';
import { STREAM_ARN, sequenceNumber } from '../../samples/builders.ts';
import type { SimulatedRecord } from './simulated-records.ts';

/** A record at its place. */
export interface PlacedRecord extends SimulatedRecord {
  position: number;
  shardId: string;
  partitionKey: string;
  kinesis: KinesisStreamRecord;
}

interface SimulatedShard extends Shard {
  /** Of the keys, from 0 to 1. */
  from: number;
  to: number;
  closed: boolean;
  records: PlacedRecord[];
}

/** About what Lambda puts around the data. */
const ENVELOPE_BYTES = 480;
const PARTITION_KEYS = 6;

/** What of a stream is reached by calls that can fail. */
export type StreamCall = <Value>(target: 'read' | 'shards', answer: () => Value) => Promise<Value>;

/** A stream in memory that can be split and merged while it is read. */
export function createSimulatedStream(shardCount: number) {
  const shards: SimulatedShard[] = [];
  const placed: PlacedRecord[] = [];
  for (let index = 0; index < shardCount; index += 1) add(index / shardCount, (index + 1) / shardCount, []);

  function add(from: number, to: number, parents: string[]): void {
    const shardId = `shardId-${String(shards.length).padStart(12, '0')}`;
    shards.push({ shardId, parents, from, to, closed: false, records: [] });
  }

  const open = () => shards.filter(({ closed }) => !closed).sort((one, other) => one.from - other.from);

  return {
    placed,
    shards,
    put(record: SimulatedRecord, now: number): void {
      const at = (record.plan.partitionKey + 0.5) / PARTITION_KEYS;
      const shard = open().find(({ from, to }) => from <= at && at < to);
      if (shard === undefined) throw new Error('the shards leave a gap');
      const position = placed.length;
      const partitionKey = `key ${record.plan.partitionKey}`;
      const kinesis = kinesisRecord(record.data, { position, shardId: shard.shardId, partitionKey, now });
      const placedRecord = { ...record, position, shardId: shard.shardId, partitionKey, kinesis };
      placed.push(placedRecord);
      shard.records.push(placedRecord);
    },
    split(which: number): void {
      const candidates = open();
      const shard = candidates[which % candidates.length];
      if (shard === undefined) return;
      const middle = (shard.from + shard.to) / 2;
      shard.closed = true;
      add(shard.from, middle, [shard.shardId]);
      add(middle, shard.to, [shard.shardId]);
    },
    merge(which: number): void {
      const candidates = open();
      const first = candidates[which % candidates.length];
      const second = candidates[(which % candidates.length) + 1];
      if (first === undefined || second === undefined) return;
      first.closed = true;
      second.closed = true;
      add(first.from, second.to, [first.shardId, second.shardId]);
    },
    /** As a process sees it. */
    source(call: StreamCall, recordsPerRead: () => number): RecordSource {
      return {
        streamArn: STREAM_ARN,
        shards: () => call('shards', () => shards.map(({ shardId, parents }) => ({ shardId, parents }))),
        open(shardId, after) {
          const shard = shards.find((one) => one.shardId === shardId);
          if (shard === undefined) throw new Error(`there is no ${shardId}`);
          let next = shard.records.findIndex(({ kinesis }) => kinesis.kinesis.sequenceNumber > (after ?? ''));
          if (next === -1) next = shard.records.length;
          return async () => {
            const read = await call('read', (): Read => {
              const found = shard.records.slice(next, next + recordsPerRead());
              return { records: found.map(sized), ended: shard.closed && next + found.length === shard.records.length };
            });
            next += read.records.length;
            return read;
          };
        },
      };
    },
  };
}

export type SimulatedStream = ReturnType<typeof createSimulatedStream>;

/** Bytes of a payload. */
export function sizeOf({ data }: PlacedRecord): number {
  return data.length + ENVELOPE_BYTES;
}

function sized(record: PlacedRecord): SizedRecord {
  return { record: record.kinesis, bytes: sizeOf(record) };
}

function kinesisRecord(
  data: string,
  place: { position: number; shardId: string; partitionKey: string; now: number },
): KinesisStreamRecord {
  const number = sequenceNumber(place.position);
  return {
    kinesis: {
      kinesisSchemaVersion: '1.0',
      partitionKey: place.partitionKey,
      sequenceNumber: number,
      data,
      approximateArrivalTimestamp: place.now / 1000,
    },
    eventSource: 'aws:kinesis',
    eventVersion: '1.0',
    eventID: `${place.shardId}:${number}`,
    eventName: 'aws:kinesis:record',
    invokeIdentityArn: 'arn:aws:iam::123456789012:role/ingest',
    awsRegion: 'us-east-1',
    eventSourceARN: STREAM_ARN,
  };
}
