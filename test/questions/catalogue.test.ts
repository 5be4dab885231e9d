import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import type { ArchiveQuery } from '../../lambda/query/archive-query.ts';
import { createDuckDbQuery } from '../../local/duckdb-query.ts';
import { QUESTIONS } from '../../questions/catalogue.ts';
import { sqlOf } from '../../questions/sql-of.ts';
import { itAtNight } from '../nightly.ts';
import { archiveFolder } from './archive-folder.ts';
import { EXPECTED_ANSWERS } from './expected-answers.ts';
import { SAMPLE_TABLES, SPAN } from './sample-archive.ts';
import { type Grammar, trinoGrammar } from './trino-grammar.ts';

/** Functions that mean the same in Athena and in DuckDB, where the archive's own names are defined. */
const PORTABLE = [
  ...['approx_percentile', 'array_max', 'cardinality', 'json_extract_scalar', 'date_trunc', 'date_diff', 'cast'],
  ...['avg', 'count', 'lag', 'max', 'min', 'row_number', 'sum', 'coalesce', 'nullif', 'round'],
];
/** Words before a bracket that are no functions. */
const WORDS = ['as', 'filter', 'in', 'over', 'unnest', 'where', 't', 'and'];

/** Those that are asked by day: a percentile, a list as rows, and a window. */
const BY_DAY = ['volume', 'tags', 'cost-of-retries'];

let folder: Awaited<ReturnType<typeof archiveFolder>>;
let archive: ArchiveQuery;
let grammar: Grammar;

beforeAll(async () => {
  folder = await archiveFolder(SAMPLE_TABLES);
  archive = createDuckDbQuery(folder);
  grammar = await trinoGrammar();
});
afterAll(async () => {
  await archive.close();
  await folder.remove();
});

const functionsIn = (sql: string) =>
  [...sql.replace(/'[^']*'/g, "''").matchAll(/\b([a-z_]\w*)\s*\(/gi)].map(([, name = '']) => name.toLowerCase());
const notPortable = (sql: string) =>
  functionsIn(sql).filter((name) => !PORTABLE.includes(name) && !WORDS.includes(name));

describe.each(QUESTIONS)('the question $name', (question) => {
  const sql = sqlOf(question, SPAN);
  const itSlowly = BY_DAY.includes(question.name) ? it : itAtNight;

  itSlowly('is answered with the rows expected', async () => {
    const { columns, rows } = await archive.run(sql);
    expect({ columns: columns.join(' '), rows }).toEqual(EXPECTED_ANSWERS[question.name]);
  });

  itSlowly('is SQL of Trino, of functions that mean the same in DuckDB', () => {
    expect(grammar(sql)).toEqual([]);
    expect(notPortable(sql)).toEqual([]);
    // DuckDB counts the ends of minutes and seconds that lie between, Trino whole ones.
    expect(sql).not.toMatch(/date_diff\('(?!millisecond')/);
    // A quotient of decimals has one digit in Trino.
    expect(sql).not.toMatch(/\b\d+\.\d+ [*/]/);
  });

  it('says its tables and days, and reads no more days than it is asked about', () => {
    const named = ARCHIVE_LAYOUTS.map(({ name }) => name).filter((name) => new RegExp(`FROM ${name}\\b`).test(sql));
    expect(named).toEqual(question.tables);
    expect(sql.match(/FROM (?:call_events|call_summaries|call_metrics|conferences|participants)\b/g)).toHaveLength(1);
    expect(sql).toContain("day BETWEEN '2026-11-01' AND '2026-11-30'");
    expect(question.sql.includes('{call}')).toBe(question.isOfCall === true);
    expect(question.about).toMatch(/^[A-Z][^.]*\.$/);
    expect(question.name).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});

it('no two questions have one name', () => {
  expect(new Set(QUESTIONS.map(({ name }) => name)).size).toBe(QUESTIONS.length);
  expect(Object.keys(EXPECTED_ANSWERS).sort()).toEqual(QUESTIONS.map(({ name }) => name).sort());
});

it('the grammar refuses what DuckDB alone understands', () => {
  expect(grammar('SELECT * EXCLUDE (level) FROM call_events')).not.toEqual([]);
  expect(grammar('SELECT day FROM call_events QUALIFY row_number() OVER (ORDER BY day) = 1')).not.toEqual([]);
  expect(notPortable("SELECT date_add(day), 'f(x)', count(*) FILTER (WHERE true)")).toEqual(['date_add']);
});

itAtNight('an error without a code is told as such, beside those that have one', async () => {
  const error = {
    event_id: 'EV1',
    call_sid: 'CA1',
    level: 'ERROR',
    is_error: true,
    error_message: 'lost',
    day: '2026-11-20',
  };
  const other = await archiveFolder({
    call_events: [error, { ...error, event_id: 'EV2', error_code: 31005, error_message: 'HANGUP' }],
  });
  const query = createDuckDbQuery(other);
  const question = QUESTIONS.find(({ name }) => name === 'error-codes');
  const { rows } = await query.run(question === undefined ? '' : sqlOf(question, SPAN));
  await query.close();
  await other.remove();
  expect(rows.map(([code, , , , , , example]) => [code, example])).toEqual([
    [31005, 'HANGUP'],
    [null, 'no code: lost'],
  ]);
});
