import type { KinesisStreamRecord } from 'aws-lambda';

/** A record as Lambda hands it over, and what it adds to the payload. */
export interface SizedRecord {
  record: KinesisStreamRecord;
  bytes: number;
}

/** A shard, and those it was split or merged from. */
export interface Shard {
  shardId: string;
  parents: string[];
}

/** What was not read before, in order; nothing where there is nothing new. */
export interface Read {
  records: SizedRecord[];
  /** The shard was split or merged, and nothing comes behind these records. */
  ended: boolean;
}

/** @throws what the stream says; the next call goes on where this one was */
export type ShardReader = () => Promise<Read>;

/** A stream, as an event source mapping reads it. */
export interface RecordSource {
  streamArn: string;
  /** All that there are, closed ones too. */
  shards(): Promise<Shard[]>;
  /** Reads on behind a sequence number, or from the oldest record there is. */
  open(shardId: string, after: string | undefined): ShardReader;
}
