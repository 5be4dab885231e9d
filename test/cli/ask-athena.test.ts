import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createDuckDbQuery } from '../../local/duckdb-query.ts';
import { startFakeAthena } from '../fake-athena.ts';
import { itAtNight } from '../nightly.ts';
import { archiveFolder } from '../questions/archive-folder.ts';
import { SAMPLE_TABLES } from '../questions/sample-archive.ts';
import { HEALTHY, startFakeAws } from './fake-aws.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 30_000 });

const WITH_ARCHIVE = {
  ...HEALTHY.outputs,
  ArchiveBucketName: 'archive',
  ArchiveDatabase: 'voice_insights_12345678',
  ArchiveWorkGroup: 'voice_insights_12345678',
};

let folder: Awaited<ReturnType<typeof archiveFolder>>;
let athena: Awaited<ReturnType<typeof startFakeAthena>>;
let aws: Awaited<ReturnType<typeof startFakeAws>>;
const failures: { reason: string; category: number }[] = [];
let duckDb: ReturnType<typeof createDuckDbQuery>;
beforeAll(async () => {
  folder = await archiveFolder(SAMPLE_TABLES);
  duckDb = createDuckDbQuery(folder);
  athena = await startFakeAthena({ archive: duckDb, failures });
  aws = await startFakeAws();
});
beforeEach(() => Object.assign(aws.stack, HEALTHY, { outputs: WITH_ARCHIVE }));
afterAll(async () => {
  await athena.close();
  await aws.close();
  await duckDb.close();
  await folder.remove();
});

const cli = (...words: string[]) => runCli(words, { ...aws.env, AWS_ENDPOINT_URL_ATHENA: athena.url });
const NOVEMBER = ['--since', '2026-11-01', '--until', '2026-11-30'];

describe('a question to Athena', () => {
  it('is answered as DuckDB answers it, with its price', async () => {
    const { code, out } = await cli('ask', 'trouble-by-day', ...NOVEMBER);
    expect(code).toBe(0);
    expect(out.split('\n')).toEqual([
      'day         calls  warned_percent  failed_percent',
      '2026-11-09  3      33.33           33.33',
      '2026-11-20  23     4.35            21.74',
      '',
      expect.stringMatching(/^2 rows, [\d.]+ (KB|bytes) read, \$0\.00005 at Athena$/),
      '',
    ]);
    expect(athena.started.at(-1)).toMatchObject({
      WorkGroup: 'voice_insights_12345678',
      QueryExecutionContext: { Database: 'voice_insights_12345678' },
    });
  });

  itAtNight('in SQL of one’s own is answered, and refused where it is wrong', async () => {
    const { out } = await cli('sql', 'SELECT max(call_sid) AS last FROM call_events;', '--json');
    expect(JSON.parse(out)).toEqual({ columns: ['last'], rows: [['CArated']] });
    const asked = athena.started.length;
    expect(await cli('sql', 'DROP TABLE call_events')).toEqual({
      code: 2,
      out: '',
      notes: ['a question is one SELECT or WITH statement, not DROP'],
    });
    expect(athena.started).toHaveLength(asked);
  });

  it('says what Athena says of a question that is wrong', async () => {
    failures.push({ reason: "COLUMN_NOT_FOUND: line 1:8: Column 'nope' cannot be resolved", category: 2 });
    const { code, notes } = await cli('sql', 'SELECT nope FROM call_events');
    expect({ code, said: notes.join('\n') }).toEqual({ code: 2, said: expect.stringContaining("Column 'nope'") });
  });

  it('names files that Athena cannot read, and where the cure is', async () => {
    const reason = 'HIVE_BAD_DATA: Malformed Parquet file';
    failures.push({ reason, category: 2 });
    const { code, notes } = await cli('sql', 'SELECT call_sid FROM call_events');
    const cure = 'see "Athena cannot read the archive" in docs/runbook.md';
    expect({ code, notes }).toEqual({
      code: 1,
      notes: [`Athena cannot read the files of the archive: ${reason}: ${cure}`],
    });
  });

  itAtNight('is not put to a stack without an archive, which says how to have one', async () => {
    aws.stack.outputs = HEALTHY.outputs;
    for (const words of [
      ['ask', 'volume'],
      ['sql', 'SELECT 1'],
      ['archive', 'status'],
    ]) {
      const { code, out, notes } = await cli(...words);
      expect({ code, out, last: notes.at(-1) }).toEqual({
        code: 1,
        out: '',
        last: 'stack VoiceInsightsSink keeps no archive: npx cdk deploy -c archive=on, or archive: true in an app of your own',
      });
    }
  });

  it('names the right that is missing', async () => {
    aws.stack.forbidden = ['DescribeStacks'];
    const { code, notes } = await cli('sql', 'SELECT 1');
    expect({ code, notes }).toEqual({
      code: 1,
      notes: [expect.stringMatching(/^AWS does not allow this to these credentials/)],
    });
  });
});
