import type { KinesisStreamHandler, KinesisStreamRecord } from 'aws-lambda';
import { prepareBatch } from '../../lambda/ingest/batch.ts';
import { handler as realHandler } from '../../lambda/ingest/handler.ts';
import { CONFIG } from '../../samples/builders.ts';

/**
 * The function with two mistakes in it that somebody could make: it says that all is well, whatever happened, and it
 * files an event under the time at which it comes.
 */
export const handler: KinesisStreamHandler = async ({ Records }, context, callback) => {
  await realHandler({ Records: Records.map(stamped) }, context, callback);
  return { batchItemFailures: [] };
};

function stamped(record: KinesisStreamRecord): KinesisStreamRecord {
  if (prepareBatch([record], { config: CONFIG, now: Date.now() }).items.length === 0) return record;
  const event = JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString());
  event.data.timestamp = new Date().toISOString();
  return {
    ...record,
    kinesis: { ...record.kinesis, data: Buffer.from(JSON.stringify(event)).toString('base64') },
  };
}
