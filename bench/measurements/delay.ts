import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { PutRecordCommand } from '@aws-sdk/client-kinesis';
import { createEventPages } from '../../lambda/read/event-pages.ts';
import { dynamoDbClient } from '../../local/embedded-dynamodb.ts';
import { kinesisClient } from '../../local/embedded-kinesis.ts';
import { STREAM_NAME, TABLE_NAME } from '../../local/names.ts';
import { CALL_SID, cloudEvent, eventId } from '../../samples/builders.ts';
import { type Figure, quantile } from '../figure.ts';

const EVENTS = 200;
const MEAN_GAP_MS = 40;
const LOOK_EVERY_MS = 5;

/** From a put on the stream to the row, through the pipeline of `npm start`. AWS's own parts take their own time. */
export async function measure(): Promise<Figure[]> {
  const pipeline = spawn(process.execPath, [path.join(import.meta.dirname, '../../local/start.ts')], {
    env: { PATH: process.env.PATH, PORT: '0', KINESIS_PORT: '0', DYNAMODB_PORT: '0', SAMPLES: 'off' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [line] = await once(createInterface(pipeline.stdout), 'line');
  const ready = JSON.parse(line.replace(/^ready /, ''));
  const delays = await measureDelays(ready);
  pipeline.kill();
  await once(pipeline, 'exit');
  return [
    { name: 'delay from stream to row, embedded: p50', value: quantile(delays, 0.5), unit: 'ms' },
    { name: 'delay from stream to row, embedded: p99', value: quantile(delays, 0.99), unit: 'ms' },
  ];
}

async function measureDelays(ready: { kinesis: string; dynamodb: string }): Promise<number[]> {
  const stream = kinesisClient(ready.kinesis);
  const table = dynamoDbClient(ready.dynamodb);
  const pages = createEventPages({ client: table, tableName: TABLE_NAME });
  const put = new Map<string, number>();
  const delays: number[] = [];

  async function putAll(): Promise<void> {
    for (let number = 0; number < EVENTS; number += 1) {
      const id = eventId(number);
      const Data = Buffer.from(JSON.stringify(cloudEvent({ id }, { timestamp: new Date().toISOString() })));
      put.set(id, performance.now());
      await stream.send(new PutRecordCommand({ StreamName: STREAM_NAME, PartitionKey: CALL_SID, Data }));
      await setTimeout(MEAN_GAP_MS);
    }
  }

  async function seeAll(): Promise<void> {
    let beyond: string | undefined;
    while (delays.length < EVENTS) {
      const { events } = await pages.pageOfCall(CALL_SID, { beyond, limit: EVENTS });
      const now = performance.now();
      for (const { event, sortKey } of events) {
        delays.push(now - (put.get(event.id) ?? now));
        beyond = sortKey;
      }
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  await Promise.all([putAll(), seeAll()]);
  stream.destroy();
  table.destroy();
  return delays;
}
