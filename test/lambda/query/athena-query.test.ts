import { afterEach, describe, expect, it } from 'vitest';
import { type ArchiveQuery, QueryProblem } from '../../../lambda/query/archive-query.ts';
import { createAthenaQuery } from '../../../lambda/query/athena-query.ts';
import { type AthenaFailure, startFakeAthena } from '../../fake-athena.ts';

const ANSWER = { columns: ['n'], rows: [[1]], scannedBytes: 10_485_760 };
const constant: ArchiveQuery = { run: async () => ANSWER, close: async () => undefined };

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function open(failures: AthenaFailure[] = [], { looks = 1, archive = constant, rowsOfPage = 3 } = {}) {
  const fake = await startFakeAthena({ archive, failures, looks, rowsOfPage });
  const waits: number[] = [];
  const query = createAthenaQuery({
    client: fake.client,
    database: 'a_database',
    workGroup: 'a_group',
    clock: {
      sleep: async (ms, signal) => {
        signal?.throwIfAborted();
        waits.push(ms);
      },
    },
  });
  closing.push(fake.close);
  return { fake, query, waits };
}

const GONE = 'HIVE_CANNOT_OPEN_SPLIT: Error opening Hive split s3://bucket/events/day=2026-11-20/0-a.parquet';

describe('a question to Athena', () => {
  it('is asked in the work group, of the database, without the semicolon', async () => {
    const { fake, query } = await open();
    expect(await query.run('SELECT 1;')).toEqual(ANSWER);
    expect(fake.started).toEqual([
      { QueryString: 'SELECT 1', WorkGroup: 'a_group', QueryExecutionContext: { Database: 'a_database' } },
    ]);
  });

  it('is looked at less and less often while it runs', async () => {
    const { query, waits } = await open([], { looks: 9 });
    await query.run('SELECT 1');
    expect(waits).toHaveLength(9);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(0)).toBe(200);
    expect(waits.at(-1)).toBe(2_000);
  });

  it('that a merge got in the way of is asked once more', async () => {
    const { fake, query } = await open([{ reason: GONE, category: 2 }]);
    expect(await query.run('SELECT 1')).toEqual(ANSWER);
    expect(fake.started).toHaveLength(2);
  });

  it('that fails twice so says why, and is no problem of the question', async () => {
    const { query } = await open([{ reason: GONE }, { reason: GONE }]);
    const error = await query.run('SELECT 1').catch((reason: unknown) => reason);
    expect((error as Error).message).toBe(GONE);
    expect(error).not.toBeInstanceOf(QueryProblem);
  });

  it('that is wrong is a problem with Athena’s words, in one line', async () => {
    const reason = "COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved\nor requester is not authorized";
    const { fake, query } = await open([{ reason, category: 2 }]);
    const error = await query.run('SELECT x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(QueryProblem);
    expect((error as Error).message).toBe(reason.replace('\n', ' '));
    expect(fake.started).toHaveLength(1);
  });

  it('that Athena itself cannot answer is no problem of the question', async () => {
    const { query } = await open([{ reason: 'INTERNAL_ERROR', category: 1 }]);
    const error = await query.run('SELECT 1').catch((thrown: unknown) => thrown);
    expect((error as Error).message).toBe('Athena did not answer, so ask again: INTERNAL_ERROR');
    expect(error).not.toBeInstanceOf(QueryProblem);
  });

  it.each<[string, AthenaFailure, string]>([
    [
      'reads too much',
      { state: 'CANCELLED', reason: 'Query cancelled! : Bytes scanned limit was exceeded' },
      'the question reads more than the work group allows',
    ],
    [
      'takes too much memory',
      { reason: 'Query exhausted resources at this scale factor', category: 2 },
      'the question takes more memory than Athena has',
    ],
  ])('that %s is told to ask for less', async (_much, failure, says) => {
    const { query } = await open([failure]);
    await expect(query.run('SELECT 1')).rejects.toThrow(new QueryProblem(`${says}: ask for fewer days or columns`));
  });

  it('that is no longer waited for is stopped', async () => {
    const { fake, query, waits } = await open([], { looks: 1_000 });
    const abort = new AbortController();
    const asked = query.run('SELECT 1', abort.signal);
    while (waits.length === 0) await new Promise(setImmediate);
    abort.abort();
    await expect(asked).rejects.toThrow(/abort/i);
    expect(fake.stopped).toHaveLength(1);
  });

  it('with more rows than there is room for is told to count them', async () => {
    const rows = Array.from({ length: 100_001 }, () => [1]);
    const many: ArchiveQuery = { run: async () => ({ columns: ['n'], rows }), close: async () => undefined };
    const { query } = await open([], { archive: many, rowsOfPage: 60_000 });
    await expect(query.run('SELECT n')).rejects.toThrow(/more than 100000 rows/);
  });
});
