import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { createItemWriter } from '../../lambda/store/item-writer.ts';
import { cloudEvent, eventId } from '../../samples/builders.ts';
import { systemClock } from '../../shared/clock.ts';
import { startScriptedDynamoDb } from '../lambda/store/scripted-dynamodb.ts';
import { ingestInMemory } from './batch-in-memory.ts';
import { LARGE_RECORDS } from './corpus.ts';
import type { LargeBatch } from './large-batches.ts';

/** Of the function's 512 MB there is more for the heap; the corpus lies in it, too. */
const MAX_HEAP_MB = 300;
/** Ten times what it takes: a bound for what never ends, or takes as long as its square. */
const KILLED_AFTER_MS = 25_000;

it('takes batches of the largest records within the memory of the function, and harms no other record', async () => {
  const program = path.join(import.meta.dirname, 'large-batches.ts');
  const child = spawn(process.execPath, [`--max-old-space-size=${MAX_HEAP_MB}`, program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: KILLED_AFTER_MS,
    killSignal: 'SIGKILL',
  });
  const [output, trouble, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  expect({ code, signal, trouble }).toEqual({ code: 0, signal: null, trouble: '' });
  const batches: LargeBatch[] = JSON.parse(output);
  expect(batches.map(({ what }) => what)).toEqual(LARGE_RECORDS.map(({ what }) => what));
  for (const { what, retried, neighbourStored, reasons } of batches) {
    expect({ what, retried, neighbourStored }).toEqual({ what, retried: 0, neighbourStored: true });
    expect(reasons, what).not.toContain('unreadable');
  }
});

/** As an item under 400 KB each; as DynamoDB's JSON 1.3 MB, so that all are more than a request may have. */
const NUMBERS = 133_000;
const EVENTS = 17;
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const MAX_REQUEST_BYTES = 16 * 1024 * 1024;

it('writes a batch of good events that together are more than a request to DynamoDB may be', async () => {
  const { client, writes, stop } = await startScriptedDynamoDb(({ bytes }) =>
    bytes > MAX_REQUEST_BYTES ? { status: 413, name: 'Unknown' } : 'ok',
  );
  try {
    const numbers = Array(NUMBERS).fill(1);
    const large = Array.from({ length: EVENTS }, (_event, index) => cloudEvent({ id: eventId(index) }, { numbers }));
    const events = [...large, cloudEvent({ id: eventId(EVENTS) })];
    const store = createItemWriter({
      client,
      tables: { 'call-events': 'call-events', 'call-insights': 'call-insights' },
      clock: systemClock,
    });
    const { response, quarantined } = await ingestInMemory(
      events.map((event) => JSON.stringify(event)),
      store,
    );
    expect({ response, quarantined }).toEqual({ response: { batchItemFailures: [] }, quarantined: [] });
    // Nothing was refused and written again.
    const written = writes.flatMap(({ rows }) => rows.map(({ event_id }) => event_id?.S));
    expect(written.sort()).toEqual(events.map(({ id }) => id).sort());
  } finally {
    await stop();
  }
}, 60_000);
