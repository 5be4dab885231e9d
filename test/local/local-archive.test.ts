import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ArchiveQuery } from '../../lambda/query/archive-query.ts';
import { createDuckDbQuery } from '../../local/duckdb-query.ts';
import { CALL_SID, cloudEvent, eventId } from '../../samples/builders.ts';
import { type RunningPipeline, runPipeline } from './running-pipeline.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DAY_MS = 86_400_000;

let directory: string;
let pipeline: RunningPipeline;
let archive: ArchiveQuery;

const start = async () => {
  pipeline = await runPipeline({ dataDir: directory });
};
const column = async (sql: string) => (await archive.run(sql)).rows.map(([value]) => value);
const idsOf = (callSid: string) =>
  column(`SELECT event_id FROM call_events WHERE call_sid = '${callSid}' ORDER BY event_id`);
/** A few seconds ago; or so many days before that. */
const ago = (days = 0) => new Date(Date.now() - days * DAY_MS - 5_000).toISOString();

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'local-archive-'));
  await start();
  archive = createDuckDbQuery({ directory: pipeline.ready.archive });
});
afterAll(async () => {
  expect(pipeline.troubles).toEqual([]);
  await archive.close();
  await pipeline.stop();
  await rm(directory, { recursive: true });
});

describe('the archive of a local pipeline', () => {
  it('lies in DATA_DIR, has what is put on the stream, and nothing of what cannot be read', async () => {
    expect(path.dirname(pipeline.ready.archive)).toBe(directory);
    const timestamp = ago();
    await pipeline.ingest(cloudEvent({ id: eventId(1) }, { timestamp }), 'no event', [
      cloudEvent({ id: eventId(2) }, { timestamp }),
      cloudEvent({ id: eventId(3) }, { timestamp, call_sid: '' }),
    ]);
    await expect.poll(() => idsOf(CALL_SID), { timeout: 20_000 }).toEqual([eventId(1), eventId(2)]);
    const [file = ''] = await readdir(path.join(pipeline.ready.archive, 'events', `day=${timestamp.slice(0, 10)}`));
    expect(file).toMatch(/^0-shardId-\d{12}-\d+-\d+\.parquet$/);
  });

  it('is one object for each day that is over, with each event once, within a minute', async () => {
    const CALL = 'CAyesterday';
    const timestamp = ago(1);
    const event = (number: number) => cloudEvent({ id: eventId(number) }, { call_sid: CALL, timestamp });
    for (const number of [1, 2]) {
      await pipeline.ingest(event(1), event(number));
      await expect.poll(() => idsOf(CALL), { timeout: 20_000 }).toContain(eventId(number));
    }
    const day = path.join(pipeline.ready.archive, 'events', `day=${timestamp.slice(0, 10)}`);
    await expect.poll(() => readdir(day), { timeout: 20_000 }).toEqual([expect.stringMatching(/^1-.*\.parquet$/)]);
    expect(await idsOf(CALL)).toEqual([eventId(1), eventId(2)]);
  });

  it('goes on where it was after a restart, and begins again where its folder was deleted', async () => {
    await pipeline.stop();
    await start();
    await pipeline.ingest(cloudEvent({ id: eventId(4) }, { timestamp: ago() }));
    await expect.poll(() => idsOf(CALL_SID), { timeout: 20_000 }).toEqual([1, 2, 4].map(eventId));
    expect(pipeline.losses).toEqual([]);
    await pipeline.stop();
    await rm(pipeline.ready.archive, { recursive: true });
    await start();
    expect(pipeline.losses).toEqual([expect.stringMatching(/^The archive is new/)]);
    await expect.poll(() => idsOf(CALL_SID), { timeout: 20_000 }).toEqual([1, 2, 4].map(eventId));
  });
});

it('a file of a day that is over and that no merge can read is named', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'local-archive-'));
  const key = 'events/day=2026-11-02/0-torn.parquet';
  const file = path.join(dataDir, 'archive', key);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, 'PAR1');
  const own = await runPipeline({ dataDir });
  await expect
    .poll(() => own.troubles, { timeout: 20_000 })
    .toEqual([expect.objectContaining({ message: expect.stringContaining(`${key} is left alone: `) })])
    .finally(() => own.stop());
  await rm(dataDir, { recursive: true });
});
