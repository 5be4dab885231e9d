import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ArchiveCost, archiveCost, ON_DEMAND, PROVISIONED, tableStorageCost } from '../../bench/archive-cost.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/cost.md'), 'utf8');
const EVENTS = [0, 1e6, 1e8, 1e10];

/** Rows of the table by what they are of: dollars, 0 for an empty cell. */
function tableOfPage(): Map<string, number[]> {
  const [, rest = ''] = page.split('| the archive, events a month |');
  const [table = ''] = rest.split('\n\n');
  const rows = table.split('\n').filter((line) => line.includes('$'));
  return new Map(
    rows.map((line) => {
      const [, name = '', ...cells] = line.split('|').map((cell) => cell.replace(/[*$`]/g, '').trim());
      return [name, cells.slice(0, EVENTS.length).map((cell) => Number(cell.replaceAll(',', '')))];
    }),
  );
}

/** As the page rounds it: cents, from ten dollars on whole ones, three digits at least. */
function rounded(dollars: number): number {
  if (dollars < 9.995) return Number(dollars.toFixed(2));
  return dollars < 10_000
    ? Number(dollars.toPrecision(Math.max(2, Math.min(3, `${Math.round(dollars)}`.length))))
    : Number(dollars.toPrecision(3));
}

describe('the table of the archive', () => {
  const table = tableOfPage();

  it.each<[string, (events: number) => number]>([
    ['Kinesis on-demand, read once more', (events) => archiveCost(events).stream],
    ['archive function', (events) => archiveCost(events).writer],
    ['puts of objects', (events) => archiveCost(events).puts],
    ['merge: function, listings, reads', (events) => archiveCost(events).merge],
    ['alarms, metrics, logs', (events) => archiveCost(events).watching],
    ['S3, 36 months full', (events) => archiveCost(events).storage],
    ['Athena', (events) => archiveCost(events).questions],
    ['Sum, on-demand', (events) => archiveCost(events).sum],
    ['Sum, provisioned stream', (events) => archiveCost(events, PROVISIONED).sum],
    ['tables: storage and recovery of 395 days, without the archive', (events) => tableStorageCost(events, 395)],
    ['the same with retentionDays=90', (events) => tableStorageCost(events, 90)],
    ['the same with retentionDays=30', (events) => tableStorageCost(events, 30)],
  ])('says of %s what the formula gives', (name, cost) => {
    expect(table.get(name)).toEqual(EVENTS.map((events) => rounded(cost(events))));
  });

  it('has no row but these', () => {
    expect(table.size).toBe(12);
  });

  it('adds up', () => {
    const parts = [...table.entries()].slice(0, 7).map(([, dollars]) => dollars);
    EVENTS.forEach((_events, column) => {
      const sum = parts.reduce((all, dollars) => all + (dollars[column] ?? 0), 0);
      const said = table.get('Sum, on-demand')?.[column] ?? 0;
      expect(Math.abs(sum - said)).toBeLessThanOrEqual(Math.max(0.03, said * 0.03));
    });
  });
});

it('the parts of a cost are its sum', () => {
  const { sum, ...parts } = archiveCost(123_456) satisfies ArchiveCost;
  expect(Object.values(parts).reduce((all, part) => all + part, 0)).toBeCloseTo(sum, 10);
});

it('the page says what is saved, and from how many events on', () => {
  const saved = (events: number) => tableStorageCost(events, 395) - tableStorageCost(events, 90);
  expect(page).toContain(`100 million events a month cost $${Math.floor(saved(1e8) - archiveCost(1e8).sum)} less`);
  const pays = (stream: typeof ON_DEMAND) => {
    let events = 1_000;
    while (archiveCost(events, stream).sum > saved(events)) events += 1_000;
    return events.toLocaleString('en-US');
  };
  expect(page).toContain(`${pays(ON_DEMAND)} events on demand, and ${pays(PROVISIONED)} with a provisioned shard`);
});
