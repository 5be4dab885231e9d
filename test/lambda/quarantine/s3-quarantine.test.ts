import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createS3Quarantine } from '../../../lambda/quarantine/s3-quarantine.ts';
import { createS3SetAside } from '../../../operations/set-aside/s3-set-aside.ts';
import { SHARD_ID, sequenceNumber } from '../../../samples/builders.ts';
import { BUCKET, startS3 } from '../../embedded-s3.ts';
import { describeSetAside } from '../../operations/set-aside/set-aside-contract.ts';
import { describeQuarantine, quarantinedRecord } from './quarantine-contract.ts';

let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.close());

async function keys(): Promise<string[]> {
  const { Contents = [] } = await s3.client.send(new ListObjectsV2Command({ Bucket: BUCKET }));
  return Contents.map(({ Key }) => String(Key));
}

async function open() {
  for (const key of await keys()) await s3.client.send(new DeleteObjectCommand({ Bucket: BUCKET, Key: key }));
  return {
    quarantine: createS3Quarantine({ client: s3.client, bucketName: BUCKET }),
    setAside: createS3SetAside({ client: s3.client, bucketName: BUCKET }),
    async contents(ending: string) {
      const named = (await keys()).filter((key) => key.endsWith(ending));
      const objects = named.map((key) => s3.client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key })));
      return Promise.all((await Promise.all(objects)).map(async ({ Body }) => (await Body?.transformToString()) ?? ''));
    },
  };
}

describeQuarantine('S3', open);
describeSetAside('S3', open);

it('files records by the day they arrived, as JSON', async () => {
  const { quarantine } = await open();
  await quarantine.putRecord(quarantinedRecord(7), new AbortController().signal);
  const key = `quarantine/2026/11/20/${SHARD_ID}-${sequenceNumber(7)}.json`;
  expect(await keys()).toEqual([key]);
  const { ContentType } = await s3.client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: key }));
  expect(ContentType).toBe('application/json');
  expect(await Array.fromAsync(quarantine.names())).toEqual([`2026/11/20/${SHARD_ID}-${sequenceNumber(7)}`]);
});
