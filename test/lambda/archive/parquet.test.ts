import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, describe, expect, it } from 'vitest';
import type { ArchiveLayout } from '../../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../../families/archive/column.ts';
import { CALL_EVENT_LAYOUT } from '../../../families/call-event/archive-layout.ts';
import { readRows, writeColumns, writeRows } from '../../../lambda/archive/parquet.ts';
import { isNightly } from '../../nightly.ts';
import { inLayout, rowsOfEveryTable } from './archived-rows.ts';

/** For Node.js the package is CommonJS only. */
const { readParquet } = createRequire(import.meta.url)('parquet-wasm') as typeof import('parquet-wasm');
/** Rows of call events as the first version wrote them: every later one has to read them. */
const GOLDEN = path.join(import.meta.dirname, 'golden-call-events.parquet');
const TABLES = rowsOfEveryTable();
const directory = mkdtempSync(path.join(tmpdir(), 'parquet-'));
afterAll(() => rmSync(directory, { recursive: true }));

describe.each(TABLES)('a file of $name', (layout, all) => {
  const rows = isNightly ? all : all.filter((_, index) => index % 8 === 0);
  const bytes = writeRows(layout, rows);

  it('is read back as it was written', async () => {
    expect(rows.length).toBeGreaterThan(3);
    expect(await read(layout, bytes)).toEqual(rows);
  });

  it('is read alike by DuckDB', async () => {
    const file = path.join(directory, `${layout.name}.parquet`);
    writeFileSync(file, bytes);
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    const answer = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
    const types = answer.columnNames().map((name, index) => [name, String(answer.columnType(index))]);
    expect(types).toEqual(layout.columns.map(({ name, type }) => [name, DUCKDB[type]]));
    expect(answer.getRowObjectsJS().map(withMs)).toEqual(rows);
    connection.closeSync();
    instance.closeSync();
  });

  it('is read alike by the parquet reader of Rust', () => {
    const table = tableFromIPC(readParquet(bytes).intoIPCStream());
    expect(table.toArray().map((row) => withMs(listsOf(row.toJSON())))).toEqual(rows);
  });

  it('has the same rows in several groups', async () => {
    expect(await read(layout, writeRows(layout, rows, { rowGroupSize: 7 }))).toEqual(rows);
  });
});

const DUCKDB = {
  string: 'VARCHAR',
  int: 'INTEGER',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  doubles: 'DOUBLE[]',
  strings: 'VARCHAR[]',
};

describe('one SID', () => {
  const sid = (number: number) => `CA${String(number).padStart(32, '0')}`;
  const rows = Array.from({ length: 20_000 }, (_, index) => ({
    event_id: `${index}-${createHash('sha256').update(String(index)).digest('hex')}`,
    call_sid: sid(Math.floor(index / 20)),
    arrived_at: index,
  }));
  const bytes = writeRows(CALL_EVENT_LAYOUT, rows, { rowGroupSize: 2_000 });

  it('is found, and of a file that has it little is read', async () => {
    const file = counted(bytes);
    const found = await readRows(CALL_EVENT_LAYOUT, file, { column: 'call_sid', sids: [sid(500), sid(501)] });
    expect(found.map(({ event_id: id }) => id)).toEqual(rows.slice(10_000, 10_040).map(({ event_id: id }) => id));
    expect(file.read()).toBeLessThan(bytes.length / 3);
  });

  it('is not found in a file without it, of which the footer and the filters are read', async () => {
    const file = counted(bytes);
    // Between two that are there, by their bytes.
    const sids = [`${sid(500).slice(0, -1)}0x`];
    expect(await readRows(CALL_EVENT_LAYOUT, file, { column: 'call_sid', sids })).toEqual([]);
    expect(file.read()).toBeLessThan(100_000);
  });
});

it('a column that a file has not is null, and one that the layout has not is left out', async () => {
  const columns = CALL_EVENT_LAYOUT.columns.filter(({ name }) => name !== 'city');
  const bytes = writeRows({ ...CALL_EVENT_LAYOUT, columns }, [{ event_id: 'EZ1', ip_address: '192.0.2.1' }]);
  const later = {
    ...CALL_EVENT_LAYOUT,
    columns: CALL_EVENT_LAYOUT.columns.filter(({ name }) => name !== 'ip_address'),
  };
  const [row = {}] = await readRows(later, fileOf(bytes));
  expect([row.event_id, row.city ?? null, row.ip_address]).toEqual(['EZ1', null, undefined]);
});

it('no rows are a file too', async () => {
  expect(await readRows(CALL_EVENT_LAYOUT, fileOf(writeRows(CALL_EVENT_LAYOUT, [])))).toEqual([]);
});

describe('the golden file', () => {
  const rows = TABLES.find(([layout]) => layout === CALL_EVENT_LAYOUT)?.[1].slice(0, 40) ?? [];

  it('is read to the rows that it was made of', async () => {
    expect(await read(CALL_EVENT_LAYOUT, readFileSync(GOLDEN))).toEqual(rows);
  });

  it('would be written with the same bytes again', () => {
    // Another hash is right where a column was added, or the writer is a newer one. Compressed bytes differ by zlib.
    expect(sha256(writeRows(CALL_EVENT_LAYOUT, rows, { isCompressed: false }))).toBe(
      '607c20d5c620734b059b9e0b504eb31e5fbf8fcfaa75ef4c4822b0f96f71d128',
    );
  });

  it('has the same bytes whether rows or columns are written', () => {
    const columns = Object.fromEntries(
      CALL_EVENT_LAYOUT.columns.map(({ name }) => [name, rows.map((row) => row[name] ?? null)]),
    );
    expect(writeColumns(CALL_EVENT_LAYOUT, columns, rows.length)).toEqual(writeRows(CALL_EVENT_LAYOUT, rows));
  });
});

async function read(layout: ArchiveLayout, bytes: Uint8Array): Promise<ArchiveRow[]> {
  return (await readRows(layout, fileOf(bytes))).map((row) => inLayout(layout, row));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function fileOf(bytes: Uint8Array) {
  return {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  };
}

/** The same, and how many bytes of it were read. */
function counted(bytes: Uint8Array) {
  let read = 0;
  return {
    byteLength: bytes.length,
    slice(start: number, end = bytes.length) {
      read += end - start;
      return Uint8Array.from(bytes.subarray(start, end)).buffer;
    },
    read: () => read,
  };
}

/** Times as rows have them. */
function withMs(row: Readonly<Record<string, unknown>>): ArchiveRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value instanceof Date ? value.getTime() : value]),
  ) as ArchiveRow;
}

/** Lists of Arrow as lists. */
function listsOf(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && Symbol.iterator in value
        ? [...(value as Iterable<unknown>)]
        : value,
    ]),
  );
}

describe('a text of any kind', () => {
  const SIDS = ['CA1', '\ufeffCA1', '\uffffCA', '\u{1f600}CA', `CA${'é'.repeat(20)}`, `${'x'.repeat(15)}é`, '~'];
  const layout = CALL_EVENT_LAYOUT;
  const rows = SIDS.map((callSid, index) =>
    inLayout(layout, { event_id: `\ufeffEZ${index}`, event_type: 'x', arrived_at: 1, call_sid: callSid }),
  );

  it('is read back as it was written, whatever it begins with', async () => {
    expect(await read(layout, writeRows(layout, rows))).toEqual(rows);
  });

  it.each(SIDS)('finds its rows where it is a SID: %j', async (callSid) => {
    const file = Uint8Array.from(writeRows(layout, rows, { rowGroupSize: 2 })).buffer;
    const found = await readRows(layout, file, { column: 'call_sid', sids: [callSid] });
    expect(found.map(({ call_sid: sid }) => sid)).toEqual([callSid]);
  });
});
