import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createFileArchive } from '../../lambda/archive/file-archive.ts';
import { createDuckDbQuery } from '../../local/duckdb-query.ts';
import { archiveStatus } from '../../operations/archive/archive-status.ts';
import { SAMPLE_TABLES } from '../questions/sample-archive.ts';
import { announceArchive, LOCAL } from './announced-archive.ts';
import { runCli } from './run-cli.ts';

vi.setConfig({ testTimeout: 30_000 });

let archive: Awaited<ReturnType<typeof announceArchive>>;
beforeAll(async () => {
  archive = await announceArchive(SAMPLE_TABLES);
});
afterAll(() => archive.stop());

const status = (...words: string[]) => runCli(['archive', 'status', ...words, LOCAL]);
const pull = (...words: string[]) => runCli(['archive', 'pull', ...words, LOCAL]);

describe('archive status', () => {
  it('says what each table has', async () => {
    const { code, out, notes } = await status();
    expect({ code, notes }).toEqual({ code: 0, notes: [] });
    const lines = out.split('\n').map((line) => line.split(/ {2,}/));
    expect(lines[1]).toEqual([
      'call_events',
      '2',
      '2026-11-09',
      '2026-11-20',
      '55',
      '2',
      '2',
      expect.stringMatching(/KB$/),
      '2026-11-20 10:01:00',
    ]);
    expect(lines.map(([name]) => name).slice(1, 6)).toEqual([
      'call_events',
      'call_summaries',
      'call_metrics',
      'conferences',
      'participants',
    ]);
  });

  it('is one JSON document, with who holds the lock', async () => {
    const lock = path.join(archive.directory, 'merge.lock');
    await writeFile(lock, JSON.stringify({ holder: 'me', at: '2026-11-20T10:00:00.000Z' }));
    const answer = JSON.parse((await status('--json')).out);
    await rm(lock);
    expect(answer.lock).toEqual({ holder: 'me', at: '2026-11-20T10:00:00.000Z' });
    expect(answer.tables.at(-1)).toEqual({
      table: 'participants',
      days: 0,
      objects: 0,
      bytes: 0,
      rows: 0,
      newest: null,
      unmerged: 0,
      first_day: null,
      last_day: null,
      every_row_counted: true,
    });
  });

  it('counts the rows of the newest objects where there are very many, and says so', async () => {
    const store = createFileArchive(archive);
    const done: number[] = [];
    const { tables } = await archiveStatus({
      store,
      mostFooters: 1,
      onStart: (total) => done.push(total),
      onProgress: (count) => done.push(count),
    });
    expect(tables[0]).toMatchObject({ rows: 49, isEveryRowCounted: false, objects: 2 });
    expect(done).toEqual([4, 1, 2, 3, 4]);
  });

  it('leaves out an object that a merge removed meanwhile, and files that are none of the archive', async () => {
    const store = createFileArchive(archive);
    const gone = { key: 'events/day=2026-11-21/0-x.parquet', bytes: 100, etag: 'x', modifiedMs: 0 };
    const other = { ...gone, key: 'events/day=2026-11-21/notes.txt' };
    async function* list(prefix: string) {
      yield* store.list(prefix);
      if (prefix === 'events/') yield* [gone, other];
    }
    const { tables } = await archiveStatus({ store: { ...store, list } });
    expect(tables[0]).toMatchObject({ rows: 55, objects: 3, lastDay: '2026-11-21' });
  });

  it('names an empty and a foreign file, and counts the others', async () => {
    const folder = path.join(archive.directory, 'events', 'day=2026-11-22');
    await mkdir(folder);
    await writeFile(path.join(folder, '0-empty.parquet'), '');
    await writeFile(path.join(folder, '0-text.parquet'), 'no Parquet at all, but some text');
    const { code, notes, out } = await status('--json').finally(() => rm(folder, { recursive: true }));
    expect(code).toBe(1);
    expect(notes).toEqual([
      expect.stringMatching(/^events\/day=2026-11-22\/0-empty.parquet is left out: it is empty: move it out/),
      expect.stringMatching(/^events\/day=2026-11-22\/0-text.parquet is left out: .+: move it out of the archive$/),
    ]);
    expect(JSON.parse(out).unread).toHaveLength(2);
    expect(JSON.parse(out).tables[0].rows).toBe(55);
  });
});

describe('archive pull', () => {
  it('copies the files of a day, which DuckDB reads as it reads the archive', async () => {
    const folder = path.join(archive.directory, 'pulled');
    const { code, notes } = await pull('--day', '2026-11-20', folder);
    expect({ code, notes }).toEqual({ code: 0, notes: [expect.stringMatching(/^4 files, [\d.]+ KB, in /)] });
    const file = path.join('events', 'day=2026-11-20', '0-shardId-000000000000-1-2.parquet');
    expect(await readFile(path.join(folder, file))).toEqual(await readFile(path.join(archive.directory, file)));
    const query = createDuckDbQuery({ directory: folder });
    expect((await query.run('SELECT count(*) FROM call_events')).rows).toEqual([[49]]);
    await query.close();
  });

  it('replaces no file, and writes none where one is there', async () => {
    const folder = path.join(archive.directory, 'again');
    expect((await pull('--day', '2026-11-20', '--table', 'call_events', folder)).code).toBe(0);
    const { code, notes } = await pull('--day=2026-11-20', folder);
    expect({ code, notes }).toEqual({
      code: 1,
      notes: [expect.stringMatching(/\/again has files of 2026-11-20 already: remove them, or name another folder$/)],
    });
    expect(await readdir(folder)).toEqual(['events']);
  });

  it('writes into no file', async () => {
    const file = path.join(archive.directory, 'a-file');
    await writeFile(file, '');
    expect(await pull('--day=2026-11-20', file)).toMatchObject({
      code: 1,
      notes: [`${file} is a file: name a folder`],
    });
  });

  it.runIf(process.platform === 'linux')('says where no folder can ever be (Linux: /proc)', async () => {
    expect(await pull('--day=2026-11-20', '/proc/nowhere')).toMatchObject({
      code: 1,
      notes: [expect.stringContaining('/proc/nowhere')],
    });
  });

  it('says that there is nothing of a day', async () => {
    const { code, notes } = await pull('--day', '2020-01-01', 'nowhere');
    expect({ code, notes }).toEqual({ code: 1, notes: ['the archive has nothing of 2020-01-01'] });
  });

  it.each([
    [['x'], 'say which day: --day DAY'],
    [['--day', 'yesterday', 'x'], 'Expected a UTC day such as 2026-11-28.'],
    [['--day', '2026-11-28T10:00Z', 'x'], 'Expected a UTC day such as 2026-11-28.'],
    [
      ['--day', '2026-11-28', '--table', 'events', 'x'],
      'Allowed: call_events, call_summaries, call_metrics, conferences, participants.',
    ],
  ])('refuses %j', async (words, problem) => {
    const { code, notes } = await pull(...words);
    expect(code).toBe(2);
    expect(notes.join()).toContain(problem);
  });
});

it.each([
  [['archive', 'nothing'], "unknown command 'nothing': npx voice-insights archive --help lists them"],
  [['quarantine', 'nothing'], "unknown command 'nothing': npx voice-insights quarantine --help lists them"],
  [['archive', LOCAL], 'say which command, before its options: archive status, archive pull, archive fill,'],
])('%j says where its commands are', async (words, problem) => {
  const { code, notes } = await runCli(words);
  expect({ code, said: notes.join('\n') }).toEqual({ code: 2, said: expect.stringContaining(problem) });
});
