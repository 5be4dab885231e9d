import {
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type KinesisClient,
  ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import pLimit from 'p-limit';
import type { Clock } from '../../shared/clock.ts';

/** A record as it was put. */
export interface StreamRecord {
  data: Uint8Array;
  partitionKey: string;
  sequenceNumber: string;
  /** When it came onto the stream, epoch ms. */
  arrivalMs: number;
}

export interface FollowOptions {
  client: KinesisClient;
  streamName: string;
  clock: Pick<Clock, 'now' | 'sleep'>;
  /** Records that arrived from then on, instead of those to come. */
  since?: Date;
  /** No record that arrived later, and the end where every shard is read up to then. */
  until?: Date;
  /** Told when whatever is put from then on will come. */
  onReady: () => void;
  /** Ends it. */
  signal: AbortSignal;
}

/** A shard takes five reads a second, and ingest needs some of them. */
const POLL_MS = 1_000;
const REQUESTS_IN_FLIGHT = 16;
/** For shards that are new. */
const LOOK_EVERY_MS = 2_000;

type Position = Pick<GetShardIteratorCommandInput, 'ShardIteratorType' | 'StartingSequenceNumber' | 'Timestamp'>;

interface Shard {
  shardId: string;
  position: Position;
  iterator?: string;
  /** When the last record arrived that can have been read, epoch ms. */
  readToMs: number;
}

/**
 * The records of all shards from now on, or from `since`, until the signal is aborted. The shards that a split or a merge
 * makes are read from their start. Other readers of the stream do not notice.
 * https://docs.aws.amazon.com/streams/latest/dev/developing-consumers-with-sdk.html
 */
export async function* followStream(options: FollowOptions): AsyncGenerator<StreamRecord> {
  try {
    yield* recordsOf(options);
  } catch (error) {
    // Of a request that was under way when it was ended.
    if (!options.signal.aborted) throw error;
  }
}

async function* recordsOf({ onReady, clock, signal, until, ...options }: FollowOptions): AsyncGenerator<StreamRecord> {
  const { read, readToMs } = await openStream({ ...options, clock, signal });
  const untilMs = until?.getTime() ?? Number.POSITIVE_INFINITY;
  onReady();
  while (!signal.aborted) {
    yield* (await read()).filter(({ arrivalMs }) => arrivalMs <= untilMs);
    if (readToMs() > untilMs) return;
    await clock.sleep(POLL_MS, signal).catch(() => undefined);
  }
}

export interface OpenStreamOptions extends Pick<FollowOptions, 'client' | 'streamName' | 'since'> {
  clock: Pick<Clock, 'now'>;
  signal?: AbortSignal;
}

/** Of a stream: reads what came since it was opened, and was not read before; of new shards, from their start. */
export async function openStream({ client, streamName, clock, signal, since }: OpenStreamOptions) {
  const request = { ...(signal !== undefined && { abortSignal: signal }) };
  const inFlight = pLimit(REQUESTS_IN_FLIGHT);
  const known = new Set<string>();
  let lookedMs = clock.now();
  const fromStart: Position = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: since ?? new Date(lookedMs) };
  let shards = await newShards(since === undefined ? { ShardIteratorType: 'LATEST' } : fromStart);
  await inFlight.map(shards, async (shard) => {
    shard.iterator = await iteratorOf(shard);
    // An iterator that expires before it has read anything.
    shard.position = fromStart;
  });

  return {
    async read(): Promise<StreamRecord[]> {
      const answers = await inFlight.map(shards, readShard);
      const isAnyEnded = answers.some(({ ended }) => ended);
      // Whether a shard ended or not: one that is split while nothing comes may not say so for long.
      if (isAnyEnded || clock.now() - lookedMs >= LOOK_EVERY_MS) {
        lookedMs = clock.now();
        const open = shards.filter((_shard, index) => answers[index]?.ended === false);
        shards = [...open, ...(await newShards({ ShardIteratorType: 'TRIM_HORIZON' }))];
      }
      return answers.flatMap(({ records }) => records);
    },
    /** Every record that arrived before has been read, epoch ms. */
    readToMs: () => Math.min(...shards.map((shard) => shard.readToMs)),
  };

  async function newShards(position: Position): Promise<Shard[]> {
    const ids: string[] = [];
    let NextToken: string | undefined;
    do {
      // A token names the stream by itself, and is refused beside a name.
      const page = await client.send(
        new ListShardsCommand(NextToken === undefined ? { StreamName: streamName } : { NextToken }),
        request,
      );
      ids.push(...(page.Shards ?? []).flatMap(({ ShardId = '' }) => (known.has(ShardId) ? [] : [ShardId])));
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    for (const id of ids) known.add(id);
    return ids.map((shardId) => ({ shardId, position, readToMs: 0 }));
  }

  async function readShard(shard: Shard): Promise<{ records: StreamRecord[]; ended: boolean }> {
    shard.iterator ??= await iteratorOf(shard);
    const askedMs = clock.now();
    try {
      const answer = await client.send(new GetRecordsCommand({ ShardIterator: shard.iterator }), request);
      const records = (answer.Records ?? []).map(({ Data, PartitionKey = '', SequenceNumber = '', ...record }) => ({
        data: Data ?? new Uint8Array(),
        partitionKey: PartitionKey,
        sequenceNumber: SequenceNumber,
        arrivalMs: record.ApproximateArrivalTimestamp?.getTime() ?? 0,
      }));
      const last = records.at(-1);
      // Behind what was read there can be more of the same time.
      shard.readToMs = last?.arrivalMs ?? askedMs - (answer.MillisBehindLatest ?? 0);
      if (last !== undefined) {
        shard.position = {
          ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
          StartingSequenceNumber: last.sequenceNumber,
        };
      }
      shard.iterator = answer.NextShardIterator;
      return { records, ended: answer.NextShardIterator === undefined };
    } catch (error) {
      if (!(error instanceof ExpiredIteratorException)) throw error;
      shard.iterator = undefined;
      return { records: [], ended: false };
    }
  }

  async function iteratorOf({ shardId, position }: Shard): Promise<string | undefined> {
    const input = { StreamName: streamName, ShardId: shardId, ...position };
    return (await client.send(new GetShardIteratorCommand(input), request)).ShardIterator;
  }
}
