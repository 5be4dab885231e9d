import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openCheckpoints, SHARD_END } from '../../local/checkpoints.ts';
import { cloudEvent, eventId } from '../../samples/builders.ts';
import { runPipeline } from './running-pipeline.ts';

let dataDir: string;
let copy: string;
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
  copy = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
});
afterEach(() => Promise.all([dataDir, copy].map((folder) => rm(folder, { recursive: true }))));

const event = (number: number) => cloudEvent({ id: eventId(number) });
const folder = (name: string) => path.join(dataDir, name);

/** A run of the pipeline that stores events. */
async function store(...numbers: number[]) {
  const pipeline = await runPipeline({ dataDir });
  await pipeline.ingest(...numbers.map(event));
  const ids = (await pipeline.rows()).map(({ event_id }) => event_id?.S);
  await pipeline.stop();
  return { ids, losses: pipeline.losses };
}

async function withCheckpoints(change: (checkpoints: Awaited<ReturnType<typeof openCheckpoints>>) => Promise<void>) {
  const checkpoints = await openCheckpoints(folder('checkpoints'));
  await change(checkpoints);
  await checkpoints.close();
}

const READ_AGAIN = expect.stringMatching(
  /^shardId-00000000000[01]: the stream no longer has the record that was read last\. .* Reading goes on with the oldest one/,
);

describe('a pipeline that is started again', () => {
  it('has nothing to say where everything is there', async () => {
    await store(1, 2);
    expect(await store(3)).toEqual({ ids: [1, 2, 3].map(eventId), losses: [] });
  });

  it('says that the stream was lost, and reads the new one', async () => {
    await store(1, 2);
    await rm(folder('kinesis'), { recursive: true });
    const { ids, losses } = await store(3);
    expect(ids).toEqual([1, 2, 3].map(eventId));
    expect(losses).toEqual([READ_AGAIN]);
  });

  it('says that the end of the stream was lost, and reads what comes in its place', async () => {
    await store(1);
    await cp(folder('kinesis'), copy, { recursive: true });
    await store(2, 3, 4, 5, 6);
    await rm(folder('kinesis'), { recursive: true });
    await cp(copy, folder('kinesis'), { recursive: true });
    const pipeline = await runPipeline({ dataDir });
    expect(pipeline.losses).toEqual([READ_AGAIN]);
    await pipeline.put(event(7));
    await vi.waitFor(async () => expect(await pipeline.rows()).toHaveLength(7), { timeout: 40_000 });
    await pipeline.stop();
    // From there on as ever.
    expect((await store(8)).losses).toEqual([]);
  });

  it('reads a shard that is open, whatever was noted of its end', async () => {
    await store(1);
    await withCheckpoints(async (checkpoints) => {
      for (const name of await checkpoints.names()) await checkpoints.save(name, SHARD_END);
    });
    const pipeline = await runPipeline({ dataDir });
    expect(pipeline.losses).toEqual([READ_AGAIN]);
    await pipeline.put(event(2));
    await vi.waitFor(async () => expect(await pipeline.rows()).toHaveLength(2), { timeout: 40_000 });
    await pipeline.stop();
  });

  it('reads a shard whose place is none, or is one of a shard that there is not', async () => {
    await store(1);
    await withCheckpoints(async (checkpoints) => {
      for (const name of await checkpoints.names()) await checkpoints.save(name, 'no number');
      await checkpoints.save('shardId-000000000009', SHARD_END);
    });
    const pipeline = await runPipeline({ dataDir });
    expect(pipeline.losses).toHaveLength(2);
    await pipeline.put(event(2));
    await vi.waitFor(async () => expect(await pipeline.rows()).toHaveLength(2), { timeout: 40_000 });
    await pipeline.stop();
  });

  it('says that the table was lost, and fills it with all that the stream still has', async () => {
    await store(1, 2, 3);
    await rm(folder('dynamodb'), { recursive: true });
    const pipeline = await runPipeline({ dataDir });
    expect(pipeline.losses).toEqual([expect.stringMatching(/^The table is new, .* is read again\.$/)]);
    await vi.waitFor(async () => expect(await pipeline.rows()).toHaveLength(3), { timeout: 40_000 });
    await pipeline.stop();
  });

  it('reads everything again where only the places were lost, and no row changes', async () => {
    await store(1, 2, 3);
    await rm(folder('checkpoints'), { recursive: true });
    const pipeline = await runPipeline({ dataDir });
    expect(pipeline.losses).toEqual([]);
    await vi.waitFor(() => expect(pipeline.reports.flatMap(({ records }) => records)).toEqual([3]));
    expect(await pipeline.rows()).toHaveLength(3);
    await pipeline.stop();
  });
});
