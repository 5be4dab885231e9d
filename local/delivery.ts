import type { KinesisStreamBatchResponse } from 'aws-lambda';
import type { SizedRecord } from './record-source.ts';

/** Records that go to the function together, and how often they did in vain. */
export interface Delivery {
  records: readonly SizedRecord[];
  failures: number;
}

/** What came of one: how many of its records are done, from its start, and whether the function threw or timed out. */
export interface Outcome {
  done: number;
  threw: boolean;
}

/**
 * What is delivered next of a batch that is not done, in order. After a partial failure the rest, from the first
 * failed record on. With bisect, what made the function throw goes in two halves, and neither that nor a restart
 * behind its first record uses up an attempt.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function nextDeliveries(
  { records, failures }: Delivery,
  { done, threw }: Outcome,
  { bisectBatchOnError }: { bisectBatchOnError: boolean },
): Delivery[] {
  if (done === records.length) return [];
  if (bisectBatchOnError && done > 0) return [{ records: records.slice(done), failures: 0 }];
  if (bisectBatchOnError && threw && records.length > 1) {
    const middle = Math.ceil(records.length / 2);
    return [
      { records: records.slice(0, middle), failures },
      { records: records.slice(middle), failures },
    ];
  }
  return [{ records: records.slice(done), failures: failures + 1 }];
}

/**
 * Where delivery goes on: at the first of the batch's records that is named. A name that is empty, or none of the
 * batch's, fails the whole batch.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
 */
export function firstFailure(
  records: readonly SizedRecord[],
  response: KinesisStreamBatchResponse | undefined,
): number {
  const failures = response?.batchItemFailures ?? [];
  const positions = failures.map(({ itemIdentifier }) =>
    records.findIndex(({ record }) => record.kinesis.sequenceNumber === itemIdentifier),
  );
  return Math.max(0, Math.min(records.length, ...positions));
}

/** Of the event around its records, and of the comma between two. */
const EVENT_BYTES = '{"Records":[]}'.length;
const SEPARATOR_BYTES = 1;

/** How many of the records fit into one batch: at least one. */
export function batchLength(
  records: readonly SizedRecord[],
  { batchSize, maximumPayloadBytes }: { batchSize: number; maximumPayloadBytes: number },
): number {
  let bytes = EVENT_BYTES;
  for (const [index, record] of records.entries()) {
    bytes += record.bytes + SEPARATOR_BYTES;
    if (index > 0 && (index === batchSize || bytes > maximumPayloadBytes)) return index;
  }
  return records.length;
}
