import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { expect, it } from 'vitest';
import type { MergeReport } from '../../../lambda/merge/merge.ts';
import { publishMerge } from '../../../lambda/merge/merge-telemetry.ts';
import { METRIC } from '../../../shared/metrics.ts';

const NOTHING: MergeReport = {
  ...{ isLocked: false, objects: 0, written: 0, rows: 0, dropped: 0, expired: 0 },
  ...{ unreadable: [], overtaken: 0, left: 0 },
};

function published(report: Partial<MergeReport>): number[] {
  const values: number[] = [];
  const metrics = new Metrics({ namespace: 'test', serviceName: 'test' });
  metrics.addMetric = (name, _unit, value) => {
    if (name === METRIC.daysUnmerged) values.push(value);
    return metrics;
  };
  metrics.publishStoredMetrics = () => metrics;
  publishMerge({ ...NOTHING, ...report }, 1, { logger: new Logger({ logLevel: 'SILENT' }), metrics });
  return values;
}

it('counts each day that is not merged: of no time, of an object that none can read, and of one that vanished', () => {
  expect(published({})).toEqual([0]);
  expect(published({ left: 2, overtaken: 1 })).toEqual([3]);
  const unreadable = [
    'events/day=2026-11-18/0-a.parquet',
    'events/day=2026-11-18/0-b.parquet',
    'summaries/day=2026-11-18/0-a.parquet',
  ];
  expect(published({ unreadable: unreadable.map((key) => ({ key, problem: 'no Parquet' })) })).toEqual([2]);
});

it('counts none where another one holds the lock', () => {
  expect(published({ isLocked: true })).toEqual([]);
});
