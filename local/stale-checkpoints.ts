import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  type KinesisClient,
  KinesisServiceException,
  type Shard,
} from '@aws-sdk/client-kinesis';
import { type CheckpointStore, SHARD_END } from './checkpoints.ts';
import { listShards } from './kinesis-source.ts';

export interface StaleCheckpointOptions {
  client: KinesisClient;
  streamName: string;
  checkpoints: CheckpointStore;
  /** Whether what was read before is kept no more. */
  isNew: boolean;
  /** Where it was kept. */
  keptIn: 'table' | 'archive';
}

/** The stream's words for a sequence number of another stream, and for a text that is none. */
const NO_PLACE_HERE = ['InvalidArgumentException', 'ValidationException'];

/**
 * Forgets how far a shard was read where that is true no more: the folder of the stream or of the table was lost, or
 * the end of the stream in a crash. A shard would be passed over then, up to the place where it once was. Reading goes
 * on with the oldest record there is, which changes no row that is there. So it does after a pause that is longer than
 * the stream keeps its records.
 * @returns what there is to say of it, in sentences
 */
export async function forgetStaleCheckpoints(options: StaleCheckpointOptions): Promise<string[]> {
  const { client, streamName, checkpoints, isNew, keptIn } = options;
  const names = await checkpoints.names();
  if (names.length === 0) return [];
  if (isNew) {
    for (const name of names) await checkpoints.forget(name);
    return [`The ${keptIn} is new, though records were read before: all that the stream still has is read again.`];
  }
  const shards = await listShards(client, streamName);
  const said: string[] = [];
  for (const name of names) {
    // That of a lane has the lane behind the shard.
    const [shardId = ''] = name.split(' ');
    const shard = shards.find(({ ShardId }) => ShardId === shardId);
    const last = await checkpoints.load(name);
    if (shard !== undefined && last !== undefined && (await isThere(shard, last, options))) continue;
    await checkpoints.forget(name);
    said.push(
      `${shardId}: the stream no longer has the record that was read last. It was lost, or is older than records are kept. ` +
        'Reading goes on with the oldest one there is.',
    );
  }
  return said;
}

async function isThere(shard: Shard, last: string, { client, streamName }: StaleCheckpointOptions): Promise<boolean> {
  if (last === SHARD_END) return shard.SequenceNumberRange?.EndingSequenceNumber !== undefined;
  try {
    const { ShardIterator } = await client.send(
      new GetShardIteratorCommand({
        StreamName: streamName,
        ShardId: shard.ShardId,
        ShardIteratorType: 'AT_SEQUENCE_NUMBER',
        StartingSequenceNumber: last,
      }),
    );
    const { Records = [] } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
    return Records[0]?.SequenceNumber === last;
  } catch (error) {
    if (error instanceof KinesisServiceException && NO_PLACE_HERE.includes(error.name)) return false;
    throw error;
  }
}
