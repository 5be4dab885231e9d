import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it, vi } from 'vitest';
import type { Row } from '../../../families/family.ts';
import { type Batch, type BatchItem, prepareBatch } from '../../../lambda/ingest/batch.ts';
import { trackProgress } from '../../../lambda/ingest/progress.ts';
import { type BatchReport, reportOn } from '../../../lambda/ingest/report.ts';
import { publish } from '../../../lambda/ingest/telemetry.ts';
import { inBatches } from '../../../lambda/store/item-writer.ts';
import { ARRIVAL_MS, CONFIG, kinesisRecords } from '../../../samples/builders.ts';
import type { TableId } from '../../../shared/table.ts';

/** What a family may do that call events do not: rows without level or time, several of an event, in several tables. */
const TABLES = ['call-events', 'notes'] as TableId[];

function note(key: string, table = TABLES[1] as TableId): Row {
  const json = `{"id":{"S":"${key}"}}`;
  return { table, key: `${table} ${key}`, json, bytes: json.length, type: 'com.example.note' };
}

/** A batch of two records; the first is an event of these rows, the second one of another row. */
function batchOf(rows: readonly Row[]): Batch {
  // Lists of no events: records without anything of their own.
  const { records } = prepareBatch(kinesisRecords([[], []]), { config: CONFIG, now: ARRIVAL_MS });
  const [first, second] = records;
  if (first === undefined || second === undefined) throw new Error('expected two records');
  const items: BatchItem[] = rows.map((row) => ({ row, places: [{ record: first }] }));
  return { records, items: [...items, { row: note('other'), places: [{ record: second }] }] };
}

describe('an event of several rows', () => {
  it('is safe when all of them are in their tables', () => {
    const batch = batchOf(TABLES.map((table) => note('a', table)));
    const quarantined: number[] = [];
    const progress = trackProgress(batch, (record) => quarantined.push(batch.records.indexOf(record)));
    const safe = () => batch.records.map(progress.isSafe);
    progress.start();
    const [one, other, last] = batch.items;
    if (one !== undefined) progress.itemDone(one);
    expect(safe()).toEqual([false, false]);
    if (last !== undefined) progress.itemDone(last);
    if (other !== undefined) progress.itemDone(other);
    expect(safe()).toEqual([true, true]);
    expect(quarantined).toEqual([]);
  });

  it('is quarantined once where some are refused, and says the same whichever is refused first', () => {
    const said = [[0, 1, 2] as const, [2, 1, 0] as const].map((order) => {
      const batch = batchOf(['a', 'b', 'c'].map((key) => note(key)));
      const quarantined: number[] = [];
      const progress = trackProgress(batch, (record) => quarantined.push(batch.records.indexOf(record)));
      progress.start();
      for (const position of order) {
        const item = batch.items[position];
        if (item !== undefined) progress.itemDone(item, position === 1 ? undefined : `no ${position}`);
      }
      expect(quarantined).toEqual([0]);
      const [record] = batch.records;
      return record && progress.problemsOf(record).map(({ detail }) => detail);
    });
    expect(said).toEqual([
      ['no 0', 'no 2'],
      ['no 0', 'no 2'],
    ]);
  });
});

it('rows of two tables stand in no batch together, whatever order they come in', () => {
  const rows = Array.from({ length: 60 }, (_row, index) => note(String(index), TABLES[index % 2]));
  const batches = inBatches(rows, (row) => row);
  expect(batches.map(({ table, holders }) => [table, holders.length])).toEqual([
    ['call-events', 25],
    ['notes', 25],
    ['call-events', 5],
    ['notes', 5],
  ]);
  for (const { table, holders } of batches) expect(holders.every((row) => row.table === table)).toBe(true);
});

it('rows without a level are counted by their type, and no metric has a dimension of nothing', () => {
  const batch = batchOf(TABLES.map((table) => note('a', table)));
  const progress = trackProgress(batch, () => undefined);
  progress.start();
  for (const item of batch.items) progress.itemDone(item);
  const report = reportOn(batch, progress, { now: ARRIVAL_MS, failures: [] });
  expect(report).toMatchObject({
    records: 2,
    stored: [{ type: 'com.example.note', count: 3 }],
    callErrors: 0,
    duplicatesMerged: 0,
    clockSkewMs: 0,
    eventsBehind: 0,
    clockBehindMs: 0,
  });
  const stored = published(report).filter((line) => 'EventsStored' in line);
  expect(stored).toMatchObject([{ service: 'test', type: 'com.example.note', EventsStored: 3 }]);
  expect(stored[0]).not.toHaveProperty('level');
  expect(stored[0]).toMatchObject({ _aws: { CloudWatchMetrics: [{ Dimensions: [['service', 'type']] }] } });
});

/** What is written of a report. Powertools has a console of its own. */
function published(report: BatchReport): Record<string, unknown>[] {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    const metrics = new Metrics({ namespace: 'test', serviceName: 'test' });
    publish(report, { logger: new Logger(), metrics, singleMetric: metrics.singleMetric() });
  } finally {
    write.mockRestore();
  }
  return lines.map((line) => JSON.parse(line));
}
