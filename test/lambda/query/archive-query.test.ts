import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArchiveQuery, QueryProblem } from '../../../lambda/query/archive-query.ts';
import { createAthenaQuery } from '../../../lambda/query/athena-query.ts';
import { createDuckDbQuery } from '../../../local/duckdb-query.ts';
import { startFakeAthena } from '../../fake-athena.ts';
import { archiveFolder } from '../../questions/archive-folder.ts';

const EVENT = { event_id: 'EV1', call_sid: 'CA1', happened_at: '2026-11-20 10:00:00.123', level: 'ERROR' };

/** What answers, and what is to be closed after it. */
type Opened = { archive: ArchiveQuery; close?: () => Promise<unknown> };

let folder: Awaited<ReturnType<typeof archiveFolder>>;
const opened: Opened[] = [];

beforeAll(async () => {
  folder = await archiveFolder({
    call_events: [
      { ...EVENT, day: '2026-11-20', error_code: 31005, is_error: true, latitude: 47.5, metric_values: [1.5, 2] },
      ...['EV2', 'EV3', 'EV4', 'EV5'].map((event_id) => ({
        ...EVENT,
        event_id,
        happened_at: '2026-11-21 10:00:00',
        level: 'INFO',
        day: '2026-11-21',
      })),
    ],
    call_summaries: [{ call_sid: 'CA1', rank: '1', day: '2026-11-20', tags: ['high_jitter', 'silence'] }],
  });
});
afterAll(async () => {
  for (const { archive, close } of opened) {
    await archive.close();
    await close?.();
  }
  await folder.remove();
});

async function athena(): Promise<Opened> {
  const duckDb = createDuckDbQuery(folder);
  const fake = await startFakeAthena({ archive: duckDb });
  const archive = createAthenaQuery({
    client: fake.client,
    database: 'voice_insights_1234abcd',
    workGroup: 'voice_insights_1234abcd',
    clock: { sleep: async (_ms, signal) => signal?.throwIfAborted() },
  });
  return { archive, close: () => Promise.all([fake.close(), duckDb.close()]) };
}

describe.each<[string, () => Opened | Promise<Opened>]>([
  ['DuckDB over a folder', () => ({ archive: createDuckDbQuery(folder) })],
  ['Athena', athena],
])('%s', (_what, open) => {
  let archive: ArchiveQuery;
  beforeAll(async () => {
    const one = await open();
    opened.push(one);
    archive = one.archive;
  });

  it('answers with values of every type that a column has', async () => {
    const { columns, rows } = await archive.run(`
      SELECT happened_at, day, error_code, is_error, latitude, metric_values, level FROM call_events ORDER BY event_id`);
    expect(columns).toEqual(['happened_at', 'day', 'error_code', 'is_error', 'latitude', 'metric_values', 'level']);
    expect(rows[0]).toEqual(['2026-11-20T10:00:00.123Z', '2026-11-20', 31005, true, 47.5, [1.5, 2], 'ERROR']);
    expect(rows[4]).toEqual(['2026-11-21T10:00:00.000Z', '2026-11-21', null, null, null, null, 'INFO']);
  });

  it('answers with lists of texts, however they are counted', async () => {
    expect((await archive.run('SELECT tags, cardinality(tags) AS n FROM call_summaries')).rows).toEqual([
      [['high_jitter', 'silence'], 2],
    ]);
  });

  it('answers with all rows, in their order', async () => {
    const { rows } = await archive.run('SELECT event_id FROM call_events ORDER BY event_id DESC');
    expect(rows).toEqual([['EV5'], ['EV4'], ['EV3'], ['EV2'], ['EV1']]);
  });

  it('answers with the names of columns where there is no row', async () => {
    expect(await archive.run("SELECT level FROM call_events WHERE level = 'FATAL'")).toMatchObject({
      columns: ['level'],
      rows: [],
    });
  });

  it('says how many bytes it read', async () => {
    expect(
      (await archive.run('SELECT count(*) AS n, min(call_sid) AS first FROM call_events')).scannedBytes,
    ).toBeGreaterThan(0);
  });

  it('takes a semicolon at the end, in a text and in a comment', async () => {
    expect((await archive.run("SELECT ';' AS a /* ; */ ; -- the end;\n")).rows).toEqual([[';']]);
  });

  it.each([
    ['', /this is none/],
    ['-- nothing', /this is none/],
    ['SELECT 1; SELECT 2', /these are 2/],
    ['DROP TABLE call_events', /not DROP/],
    ["COPY (SELECT 1) TO 'x.csv'", /not COPY/],
    ['INSERT INTO call_events SELECT * FROM call_events', /not INSERT/],
    ['SELECT nothing FROM call_events', /nothing/],
    ['SELECT FROM WHERE', /./],
  ])('says what is wrong with %j', async (sql, problem) => {
    const error = await archive.run(sql).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(QueryProblem);
    expect((error as Error).message).toMatch(problem);
    expect((error as Error).message).not.toContain('\n');
  });

  it('stops where nobody waits any more', async () => {
    await expect(archive.run('SELECT 1', AbortSignal.abort())).rejects.toThrow(/abort/i);
  });
});
