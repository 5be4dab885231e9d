import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import { type ArchiveQuery, DamagedFile, QueryProblem } from '../../lambda/query/archive-query.ts';
import { createDuckDbQuery } from '../../local/duckdb-query.ts';
import { archiveFolder } from '../questions/archive-folder.ts';

const EVENT = { event_id: 'EV1', call_sid: 'CA1', happened_at: '2026-11-20 10:00:00.123', level: 'ERROR' };

let folder: Awaited<ReturnType<typeof archiveFolder>>;
let archive: ArchiveQuery;

beforeAll(async () => {
  folder = await archiveFolder({
    call_events: [
      { ...EVENT, day: '2026-11-20', error_code: 31005, is_error: true, metric_values: [1.5, 2] },
      { ...EVENT, event_id: 'EV2', happened_at: '2026-11-21 10:00:00', level: 'INFO', day: '2026-11-21' },
    ],
  });
  archive = createDuckDbQuery(folder);
});
afterAll(async () => {
  await archive.close();
  await folder.remove();
});

const rowsOf = async (sql: string) => (await archive.run(sql)).rows;

describe('DuckDB over the archive', () => {
  it('answers with the columns of a table, its day among them, and times in UTC', async () => {
    const { columns, rows } = await archive.run('SELECT * FROM call_events ORDER BY day LIMIT 1');
    expect(columns).toEqual([...(ARCHIVE_LAYOUTS[0]?.columns ?? []).map(({ name }) => name), 'day']);
    expect(Object.fromEntries(columns.map((name, index) => [name, rows[0]?.[index]]))).toMatchObject({
      call_sid: 'CA1',
      happened_at: '2026-11-20T10:00:00.123Z',
      is_error: true,
      error_code: 31005,
      metric_values: [1.5, 2],
      other: null,
      day: '2026-11-20',
    });
  });

  it('has an empty table, its columns of their types, where no object is', async () => {
    expect(await archive.run('SELECT count(*), max(duration_s), max(cardinality(tags)) FROM call_summaries')).toEqual({
      columns: ['count_star()', 'max(duration_s)', 'max(cardinality(tags))'],
      rows: [[0, null, null]],
      scannedBytes: 0,
    });
  });

  it('takes a number past the greatest for what DuckDB takes it for', async () => {
    expect(
      await rowsOf(`SELECT 1e400, -1e400, 'Infinity "' AS "NaN" FROM call_events WHERE error_code < 1e999`),
    ).toEqual([['Infinity', '-Infinity', 'Infinity "']]);
    await expect(archive.run("SELECT 1e400 FROM read_csv('x')")).rejects.toThrow('read_csv is no function');
  });

  it('refuses an answer that no text could hold', async () => {
    await expect(archive.run("SELECT repeat('x', 3000000), [repeat('x', 3000000)] FROM range(40)")).rejects.toThrow(
      'the answer has more than 200 MB of text: ask for fewer columns, or add a LIMIT',
    );
  });

  it('gives every value a form that JSON has', async () => {
    const [row] = await rowsOf(`SELECT 9007199254740993, 5::HUGEINT, 12.50, 1234567890123456.5, DATE '2026-01-02',
      TIMESTAMP '2026-01-02 03:04:05.000678', TIMESTAMP '1969-12-31 23:59:59.999999', 'infinity'::TIMESTAMP,
      TIMESTAMPTZ '2026-01-01 00:00:00+01', 'nan'::DOUBLE, '-infinity'::FLOAT, {'a': 1}, [NULL, 2::BIGINT], TIME '10:00:00'`);
    expect(row).toEqual([
      '9007199254740993',
      5,
      12.5,
      '1234567890123456.5',
      '2026-01-02',
      '2026-01-02T03:04:05.000678Z',
      '1969-12-31T23:59:59.999999Z',
      'infinity',
      '2025-12-31T23:00:00.000Z',
      'NaN',
      '-Infinity',
      "{'a': 1}",
      [null, 2],
      '10:00:00',
    ]);
  });

  it('knows the functions of Athena’s that questions use', async () => {
    expect(
      await rowsOf(`SELECT approx_percentile(x, 0.5), array_max([1, 3, 2]), json_extract_scalar('{"a":{"b":"c"}}', '$.a.b'),
        date_diff('second', TIMESTAMP '2026-01-01 00:00:00', TIMESTAMP '2026-01-01 00:01:00') FROM (VALUES (1), (2), (3)) AS t (x)`),
    ).toEqual([[2, 3, 'c', 60]]);
  });

  it('counts the bytes of the columns that are named, in the days that are left', async () => {
    const bytes = async (sql: string) => (await archive.run(sql)).scannedBytes ?? Number.NaN;
    const [one, both, more] = [
      await bytes("SELECT max(call_sid) FROM call_events WHERE day = '2026-11-20'"),
      await bytes("SELECT max(call_sid) FROM call_events WHERE day BETWEEN '2026-11-20' AND '2026-11-21'"),
      await bytes("SELECT max(call_sid) FROM call_events WHERE level = 'ERROR'"),
    ];
    expect(one).toBeGreaterThan(20);
    expect(both).toBe(2 * one);
    expect(more).toBeGreaterThan(both);
    expect(await bytes("SELECT max(call_sid) FROM call_events WHERE day = ')(' AND day = '2026-11-20'")).toBe(0);
    expect(await bytes('SELECT max(a.call_sid) FROM call_events a JOIN call_events b ON a.call_sid = b.call_sid')).toBe(
      2 * both,
    );
  });

  it('sees objects that came since it was opened', async () => {
    const empty = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
    const query = createDuckDbQuery({ directory: empty });
    expect((await query.run('SELECT count(*) FROM call_events')).rows).toEqual([[0]]);
    await cp(folder.directory, empty, { recursive: true });
    expect((await query.run('SELECT count(*) FROM call_events')).rows).toEqual([[2]]);
    await query.close();
    await rm(empty, { recursive: true });
  });

  it('reads a folder whose name has what stands for other characters', async () => {
    const parent = path.join(folder.directory, "it's [a] *?");
    await mkdir(parent);
    await cp(path.join(folder.directory, 'events'), path.join(parent, 'events'), { recursive: true });
    const query = createDuckDbQuery({ directory: parent });
    expect((await query.run('SELECT count(*) FROM call_events')).rows).toEqual([[2]]);
    await query.close();
  });

  it('stops where it is told to', async () => {
    const endless = 'SELECT count(*) FROM range(100000000000) a, range(1000) b';
    await expect(archive.run(endless, AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await rowsOf('SELECT 1')).toEqual([[1]]);
  });
});

it.each([
  ['is none', 'no Parquet'],
  ['is cut off', 'PAR1'.repeat(100).slice(0, -1)],
])('names a file of the archive that %s, and says what to do', async (_why, bytes) => {
  const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-damaged-'));
  const day = path.join(directory, 'events', 'day=2026-11-20');
  await mkdir(day, { recursive: true });
  await writeFile(path.join(day, '0-damaged.parquet'), bytes);
  const query = createDuckDbQuery({ directory });
  const error = await query.run('SELECT count(*) FROM call_events').catch((thrown: unknown) => thrown);
  await query.close();
  await rm(directory, { recursive: true });
  expect(error).toBeInstanceOf(DamagedFile);
  expect(String(error)).toMatch(/file '.*0-damaged\.parquet'.*: move it out of the archive$/i);
});

it('names the one file of many that is damaged within, which DuckDB does not', async () => {
  const row = (day: string) => ({ ...EVENT, day, happened_at: `${day} 10:00:00` });
  const one = await archiveFolder({ call_events: [row('2026-11-20'), row('2026-11-21'), row('2026-11-22')] });
  const day = path.join(one.directory, 'events', 'day=2026-11-21');
  const [name = ''] = await readdir(day);
  const bytes = await readFile(path.join(day, name));
  await writeFile(path.join(day, name), bytes.fill(0xff, 4, 200));
  const query = createDuckDbQuery(one);
  const error = await query.run('SELECT * FROM call_events').catch((thrown: unknown) => thrown);
  const sound = await query.run("SELECT count(*) FROM call_events WHERE day = '2026-11-22'");
  await query.close();
  await one.remove();
  expect(error).toBeInstanceOf(DamagedFile);
  expect(String(error)).toMatch(/file '.*\/day=2026-11-21\/.*' is damaged \(.+\): move it out of the archive$/);
  expect(sound.rows).toEqual([[1]]);
});

describe('a question', () => {
  it.each([
    "SELECT ';' /* ; */ -- ;",
    'SELECT 1;',
    'SELECT 1 ; -- and no more\n',
    '-- what is it?\n/* a question */ (SELECT 1)',
    'with one as (SELECT 1) select * from one',
  ])('may be %j', async (sql) => {
    expect(await rowsOf(sql)).toHaveLength(1);
  });

  it.each([
    ['', 'a question is one SELECT or WITH statement, and this is none'],
    [' ;; -- x', 'a question is one SELECT or WITH statement, and this is none'],
    ['SELECT 1; SELECT 2', 'and these are 2'],
    ["COPY (SELECT 1) TO 'x.csv'", 'statement, not COPY'],
    ["ATTACH 'x.db'", 'statement, not ATTACH'],
    ['PRAGMA database_list', 'statement, not PRAGMA'],
    ['SET threads = 1', 'statement, not SET'],
    ['SELECT 1; SET threads = 1', 'and these are 2'],
    ['INSTALL httpfs', 'statement, not INSTALL'],
    ['LOAD httpfs', 'statement, not LOAD'],
    ['CREATE TABLE x AS SELECT 1', 'statement, not CREATE'],
    ['FROM call_events', 'statement, not FROM'],
    ['SHOW TABLES', 'statement, not SHOW'],
    ['EXPLAIN SELECT 1', 'statement, not EXPLAIN'],
    ['"x"', 'statement, not this'],
    ['WITH x AS (SELECT 1) INSERT INTO call_events SELECT * FROM x', 'SELECT or WITH statement that only reads'],
    ["SELECT * FROM read_csv('/etc/passwd')", 'read_csv is no function'],
    ["SELECT * FROM read_text('/etc/passwd')", 'read_text is no function'],
    ["SELECT * FROM '/etc/passwd'", 'no table /etc/passwd'],
    ["SELECT * FROM glob('/*')", 'glob is no function'],
    ["SELECT * FROM read_parquet('/etc/passwd')", 'Cannot access file "/etc/passwd"'],
    ["SELECT * FROM read_parquet('https://example.com/x.parquet')", 'Cannot access file'],
    [
      "SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = 'log')",
      'enable_logging is no function',
    ],
    ['WITH a AS (SELECT * FROM System.Main.Enable_Logging()) SELECT 1', 'enable_logging is no function'],
    ["SELECT (SELECT count(*) FROM query('SELECT 1'))", 'query is no function'],
    ['SELECT * FROM arrow_scan(1, 2, 3)', 'arrow_scan is no function'],
    ["SELECT write_log('a')", 'write_log is no function'],
    ["SELECT getenv('HOME')", 'no function getenv'],
    ["SELECT * FROM query('COPY (SELECT 1) TO ''x''')", 'query is no function'],
    ['SELECT $1', 'no parameters'],
    ['SELECT nope FROM call_events', 'no column nope'],
    [
      'SELECT * FROM nope',
      'no table nope: there are call_events, call_summaries, call_metrics, conferences, participants',
    ],
    ['SELECT * FROM call_evens', 'participants. Did you mean call_events?'],
    ['SELECT level FROM call_events WHERE level = "ERROR"', "A text stands in single quotes: 'ERROR'"],
    ['SELECT day FROM call_events WHERE day = 2026-11-29', "day is text: write '2026-11-29'"],
    ["SELECT day FROM call_events WHERE day > DATE '2026-11-29'", 'cannot be compared with a DATE: day is text'],
    ['SELECT day FROM call_events WHERE call_sid = 7', 'call_sid is text, such as'],
    ["SELECT CAST('x' AS INTEGER)", "Could not convert string 'x' to INT32"],
    ['SELECT * FROM range(100001)', 'more than 100000 rows'],
  ])('is not %j', async (sql, message) => {
    const problem = await archive.run(sql).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(QueryProblem);
    expect(String(problem)).toContain(message);
    expect(String(problem)).not.toContain('\n');
  });

  it('leaves nothing behind and reads no file beside the archive', async () => {
    const other = path.join(path.dirname(folder.directory), `${path.basename(folder.directory)}-other.csv`);
    await writeFile(other, 'a\n1\n');
    await expect(archive.run(`SELECT * FROM read_csv('${other}')`)).rejects.toThrow('read_csv is no function');
    await expect(
      archive.run(`SELECT * FROM read_csv('${folder.directory}/../${path.basename(other)}')`),
    ).rejects.toThrow('read_csv is no function');
    await rm(other);
    expect((await readdir(folder.directory)).sort()).toEqual(['events', "it's [a] *?"]);
  });
});
