import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitting } from '../../../families/archive/fitting.ts';
import { redact } from '../../../families/redact.ts';
import { ARRIVAL_MS, CONFIG } from '../../../samples/builders.ts';
import { hostileRecord } from '../../hostile/generator.ts';
import { timesByDay } from '../../nightly.ts';
import { CONFIGS, recordsOfEveryKind } from '../records-of-every-kind.ts';
import { hostileEvent } from './hostile-event.ts';
import { type Archived, archivedOf } from './rows-in-archive.ts';

const RUNS = timesByDay(150, 5_000);

/** What the table makes of the archive's rows again, and what ingest made. */
function expectSame({ table, event, rows, archived }: Archived, config: typeof CONFIG): void {
  const again = archived.flatMap((row) => {
    const made = table.tableRows(row, config);
    return made.ok ? made.value.map(({ json }) => json) : [made.reason];
  });
  expect(again).toEqual(rows.map(({ json }) => json));
  const sent = [(event as { data: unknown }).data]
    .flat()
    .map((data) => withoutNulls(redact(data, config.redactFields)));
  expect(archived.flatMap((row) => [(table.fromRow(row) as { data: unknown }).data].flat().map(withoutNulls))).toEqual(
    sent,
  );
  for (const row of archived) expectFit(table, row);
}

function expectFit({ layout }: Archived['table'], row: Archived['archived'][number]): void {
  const names = new Set(layout.columns.map(({ name }) => name));
  expect(Object.keys(row).filter((name) => !names.has(name))).toEqual([]);
  for (const column of layout.columns) {
    const value = row[column.name] ?? null;
    if (value === null) continue;
    if (column.type === 'timestamp') expect(Number.isSafeInteger(value)).toBe(true);
    else expect(fitting(column, value)).toEqual(value);
  }
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (member === null ? [] : [[name, withoutNulls(member)]])),
  );
}

describe.each(Object.entries(CONFIGS))('with the %s settings', (_name, config) => {
  it('rows of the tables are made of those of the archive again, byte for byte', () => {
    let count = 0;
    for (const [, data] of recordsOfEveryKind()) {
      for (const archived of archivedOf(data, config, ARRIVAL_MS)) {
        expectSame(archived, config);
        count += 1;
      }
    }
    expect(count).toBeGreaterThan(500);
  });
});

describe('an event that nobody should send', () => {
  it.each(Object.entries(CONFIGS))('comes back as it was, but for nulls, with the %s settings', (_name, config) => {
    fc.assert(
      fc.property(hostileEvent, (json) => {
        for (const archived of archivedOf(json, config, ARRIVAL_MS)) expectSame(archived, config);
      }),
      { numRuns: RUNS },
    );
  });

  it('comes back out of a record that is damaged besides', () => {
    fc.assert(
      fc.property(hostileRecord, (data) => {
        for (const archived of archivedOf(data, CONFIG, ARRIVAL_MS)) expectSame(archived, CONFIG);
      }),
      { numRuns: RUNS },
    );
  });
});
