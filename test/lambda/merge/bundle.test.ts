import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../../build/bundle-function.ts';
import { layoutOf } from '../../../families/archive/layouts.ts';
import { createS3Archive } from '../../../lambda/archive/s3-archive.ts';
import { ENV } from '../../../shared/environment.ts';
import { METRIC } from '../../../shared/metrics.ts';
import { FAKE_BUCKET, startFakeS3 } from '../../fake-s3.ts';
import { invokeFunction, metric } from '../bundle.ts';
import { keysIn, putRows, rowsIn } from './rows-in-objects.ts';

let folder = '';
let s3: Awaited<ReturnType<typeof startFakeS3>>;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-merge-'));
  [s3] = await Promise.all([startFakeS3(), bundleFunction('merge', folder)]);
});
afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true });
});

function invoke(env: Record<string, string> = {}) {
  return invokeFunction(
    path.join(folder, 'index.mjs'),
    'handler',
    {},
    {
      [ENV.archiveBucketName]: FAKE_BUCKET,
      [ENV.archiveDays]: '0',
      AWS_ENDPOINT_URL: s3.url,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ...env,
    },
  );
}

describe('the merge function, bundled', () => {
  it('merges what is in its bucket, and counts it', async () => {
    const store = createS3Archive({ client: s3.client, bucketName: FAKE_BUCKET });
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    const layout = layoutOf('call_events');
    for (const place of [1, 2]) {
      await putRows(store, layout, `events/day=${day}/0-shardId-000000000000-${place}-${place}.parquet`, [
        { call_sid: 'CA1', event_id: `EV${place}`, arrived_at: place },
        { call_sid: 'CA1', event_id: 'EV0', arrived_at: place },
      ]);
    }
    await store.put(`events/day=${day}/0-other.parquet`, new TextEncoder().encode('no Parquet'));
    const { lines } = await invoke();
    expect(await keysIn(store)).toEqual([
      `events/day=${day}/0-other.parquet`,
      expect.stringMatching(/\/1-[0-9a-f]{32}-\d{13}\.parquet$/),
    ]);
    expect(await rowsIn(store, layout)).toHaveLength(3);
    expect(metric(lines, METRIC.daysUnmerged)).toEqual([1]);
    const merged = lines.find((line) => line.includes('"message":"merged"')) ?? '{}';
    expect(JSON.parse(merged)).toMatchObject({ objects: 2, rows: 3, unreadable: 1, tookMs: expect.any(Number) });
    expect(lines.join()).toContain('0-other.parquet');
  });

  it('deletes nothing where it is not told how long to keep it', async () => {
    expect((await invoke({ [ENV.archiveDays]: 'a year' })).stderr).toContain('ARCHIVE_DAYS="a year": expected');
  });

  it('is no larger than 500 KB', () => {
    const code = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
    const bytes = code.reduce((sum, name) => sum + statSync(path.join(folder, name)).size, 0);
    expect(bytes).toBeLessThan(500 * 1024);
    expect(bytes).toBeGreaterThan(100 * 1024);
  });
});
