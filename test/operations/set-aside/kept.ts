import type { KinesisStreamRecord } from 'aws-lambda';
import type { QuarantinedRecord } from '../../../lambda/quarantine/quarantine.ts';
import { quarantinedRecord } from '../../lambda/quarantine/quarantine-contract.ts';

/** The data of a record: bytes as they are, anything else as JSON. */
export function base64(value: unknown): string {
  return Buffer.from(value instanceof Uint8Array ? value : JSON.stringify(value)).toString('base64');
}

/** A record that was quarantined for a reason which its data need not bear out any more. */
export function quarantined(
  position: number,
  value: unknown,
  members: Partial<QuarantinedRecord> = {},
): QuarantinedRecord {
  return quarantinedRecord(position, { reason: 'no-time', detail: 'as it was', data: base64(value), ...members });
}

/** Where Lambda leaves a batch it gave up on. */
export const GIVEN_UP_KEY = 'aws/lambda/2f1c8a34-0000/shardId-000000000000/2026/11/20/2026-11-20T12.00.00-4f00';

/** Such an object. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
export function givenUp(records: readonly KinesisStreamRecord[]): string {
  return JSON.stringify({
    requestContext: {
      requestId: 'c9b8fa9f-5a7f-xmpl-af9c-0c604cde93a5',
      functionArn: 'arn:aws:lambda:us-east-1:123456789012:function:ingest',
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 1,
    },
    version: '1.0',
    timestamp: '2026-11-21T12:00:00.000Z',
    KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: records.length },
    payload: JSON.stringify({ Records: records }),
  });
}
