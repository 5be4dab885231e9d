import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { Clock } from '../../shared/clock.ts';
import { backoffMs } from '../../shared/retry.ts';

/** A record to put: its bytes, and the key that chooses its shard. */
export interface OutgoingRecord {
  partitionKey: string;
  data: Uint8Array;
}

// https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutRecords.html
export const MAX_RECORD_BYTES = 1024 * 1024;
const MAX_RECORDS = 500;
const MAX_REQUEST_BYTES = 5 * 1024 * 1024;
const ATTEMPTS = 10;

/**
 * Puts records as few requests as the API allows; those the stream refuses are tried again, with jitter.
 * @throws Error where the stream still refuses some after ten attempts
 */
export async function putRecords(
  client: KinesisClient,
  streamName: string,
  records: readonly OutgoingRecord[],
  clock: Pick<Clock, 'sleep' | 'random'>,
): Promise<void> {
  for (const request of requests(records)) {
    let left = request;
    for (let attempt = 1; ; attempt += 1) {
      const { Records } = await client.send(
        new PutRecordsCommand({
          StreamName: streamName,
          Records: left.map(({ partitionKey, data }) => ({ PartitionKey: partitionKey, Data: data })),
        }),
      );
      const refused = Records?.find(({ ErrorCode }) => ErrorCode !== undefined);
      left = left.filter((_record, index) => Records?.[index]?.ErrorCode !== undefined);
      if (left.length === 0) break;
      if (attempt === ATTEMPTS) throw new Error(`${left.length} records refused: ${refused?.ErrorMessage}`);
      await clock.sleep(backoffMs(attempt - 1, clock.random));
    }
  }
}

function* requests(records: readonly OutgoingRecord[]): Generator<OutgoingRecord[]> {
  let request: OutgoingRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size = record.data.length + Buffer.byteLength(record.partitionKey);
    if (request.length === MAX_RECORDS || bytes + size > MAX_REQUEST_BYTES) {
      yield request;
      request = [];
      bytes = 0;
    }
    request.push(record);
    bytes += size;
  }
  if (request.length > 0) yield request;
}
