import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunction } from '../../../build/bundle-function.ts';
import { CALL_EVENT_LAYOUT } from '../../../families/call-event/archive-layout.ts';
import { readRows } from '../../../lambda/archive/parquet.ts';
import { CALL_SID, cloudEvent, eventId, kinesisRecords } from '../../../samples/builders.ts';
import { ENV } from '../../../shared/environment.ts';
import { BUCKET, S3_CREDENTIALS, startS3 } from '../../embedded-s3.ts';
import { invokeFunction, metric } from '../bundle.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'archive-function-'));
const code = path.join(folder, 'index.mjs');
let s3: Awaited<ReturnType<typeof startS3>>;

beforeAll(async () => {
  [s3] = await Promise.all([startS3(), bundleFunction('archive', folder)]);
}, 60_000);

afterAll(async () => {
  await s3.close();
  rmSync(folder, { recursive: true });
});

function invoke(records: unknown, env: Record<string, string> = {}) {
  return invokeFunction(code, 'handler', records, {
    AWS_ACCESS_KEY_ID: S3_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3.url,
    [ENV.archiveBucketName]: BUCKET,
    [ENV.redactFields]: 'sdk_edge.metadata.ip_address',
    ...env,
  });
}

describe('the bundle', () => {
  it('puts what a batch holds, says how much that was, and nothing of what an event says', async () => {
    const edge = { metadata: { ip_address: '192.0.2.1', client_name: 'alice-smith' } };
    const Records = kinesisRecords([cloudEvent({}, { sdk_edge: edge }), cloudEvent({ id: eventId(2) }), 'no event']);
    const { lines, stderr } = await invoke({ Records });
    expect(metric(lines, 'RowsArchived'), stderr).toEqual([2]);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ message: 'batch archived', records: 3, call_events: 2, objects: 1, unreadable: 1 }),
    );
    expect(lines.join()).not.toMatch(new RegExp(`192\\.0\\.2|alice-smith|${CALL_SID}`));
    const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
    expect(Contents.map(({ Key }) => Key)).toEqual([expect.stringMatching(/^events\/day=2026-11-20\/0-shardId-0+-/)]);
    const { Body } = await s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: Contents[0]?.Key }));
    const bytes = (await Body?.transformToByteArray()) ?? new Uint8Array();
    const file = {
      byteLength: bytes.length,
      slice: (start: number, end?: number) => Uint8Array.from(bytes.subarray(start, end)).buffer,
    };
    const rows = await readRows(CALL_EVENT_LAYOUT, file);
    expect(rows.map(({ client_name: name, ip_address: address }) => [name, address])).toEqual([
      ['alice-smith', '[redacted]'],
      [null, null],
    ]);
  }, 60_000);

  it('fails where the bucket cannot be written to, so that the batch comes again', async () => {
    const { stderr } = await invoke(
      { Records: kinesisRecords([cloudEvent()]) },
      { [ENV.archiveBucketName]: 'no-such-bucket' },
    );
    expect(stderr).toContain('NoSuchBucket');
  }, 60_000);

  it('is at most 500 KB, with all that it loads', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.mjs'));
    const size = files.reduce((sum, file) => sum + statSync(path.join(folder, file)).size, 0);
    expect(size).toBeLessThan(500_000);
  });
});
