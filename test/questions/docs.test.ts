import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDuckDbQuery } from '../../local/duckdb-query.ts';
import { examples } from '../examples.ts';
import { archiveFolder } from './archive-folder.ts';
import { SAMPLE_TABLES } from './sample-archive.ts';
import { trinoGrammar } from './trino-grammar.ts';

let folder: Awaited<ReturnType<typeof archiveFolder>>;
beforeAll(async () => {
  folder = await archiveFolder(SAMPLE_TABLES);
});
afterAll(() => folder.remove());

it('the docs’ statement for the last hours counts each event once', async () => {
  const [statement = ''] = examples('docs/archive.md', 'How exact it is', 'sql');
  const sql = statement.replace('2026-11-27', '2026-11-01');
  const query = createDuckDbQuery(folder);
  const [once, all] = [await query.run(sql), await query.run('SELECT count(*) FROM call_events')];
  await query.close();
  const counted = once.rows.reduce((sum, [, events]) => sum + Number(events), 0);
  expect([counted, all.rows]).toEqual([54, [[55]]]);
  expect((await trinoGrammar())(sql)).toEqual([]);
});

it('the docs’ join counts an event once, however many versions the summary of its call has', async () => {
  const [, statement = ''] = examples('docs/archive.md', 'How exact it is', 'sql');
  const call = { call_sid: 'CAjoined', day: '2026-11-28' };
  const joined = await archiveFolder({
    call_events: [1, 2].map((id) => ({ ...call, event_id: `EV${id}`, is_error: true })),
    call_summaries: ['0', '1', '2'].map((rank) => ({ ...call, rank, to_carrier: `Carrier ${rank}` })),
  });
  const query = createDuckDbQuery(joined);
  const { rows } = await query.run(statement);
  await query.close();
  await joined.remove();
  expect(rows).toEqual([['Carrier 2', 2, 1]]);
  expect((await trinoGrammar())(statement)).toEqual([]);
});

it('the docs’ statement for DuckDB reads a copy of the archive', async () => {
  const [statement = ''] = examples('docs/archive.md', 'DuckDB', 'sql');
  const connection = await (await DuckDBInstance.create()).connect();
  const answer = await connection.runAndReadAll(statement.replace("'november/", `'${folder.directory}/`));
  connection.closeSync();
  expect(answer.getRowsJson()).toEqual([
    ['2.0', '2'],
    ['2.1', '1'],
  ]);
});
