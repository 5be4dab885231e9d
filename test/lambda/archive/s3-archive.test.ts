import { afterAll, beforeAll, expect, it } from 'vitest';
import { createS3Archive } from '../../../lambda/archive/s3-archive.ts';
import { BUCKET, startS3 } from '../../embedded-s3.ts';
import { FAKE_BUCKET, startFakeS3 } from '../../fake-s3.ts';
import { describeArchiveStore } from './store-contract.ts';

let fake: Awaited<ReturnType<typeof startFakeS3>>;
let s3: Awaited<ReturnType<typeof startS3>>;
beforeAll(async () => {
  [fake, s3] = await Promise.all([startFakeS3(), startS3()]);
});
afterAll(async () => {
  await Promise.all([fake.close(), s3.close()]);
});

async function open() {
  fake.clear();
  return createS3Archive({ client: fake.client, bucketName: FAKE_BUCKET });
}

describeArchiveStore('in a bucket that keeps to conditions', open);

describeArchiveStore(
  'in a bucket of s3rver',
  async () => {
    const store = createS3Archive({ client: s3.client, bucketName: BUCKET });
    for await (const { key } of store.list('')) await store.remove([{ key, bytes: 0, etag: '', modifiedMs: 0 }]);
    return store;
  },
  { keepsConditions: false },
);

it('lists more objects than fit on a page', async () => {
  const store = await open();
  const keys = Array.from({ length: 25 }, (_, index) => `events/${String.fromCharCode(97 + index)}.parquet`);
  await Promise.all(keys.map((key) => store.put(key, new Uint8Array(1))));
  expect((await Array.fromAsync(store.list('events/'))).map(({ key }) => key)).toEqual(keys);
});

it('leaves a version of what it removes, and none of what it erases', async () => {
  const store = await open();
  for (const text of ['one', 'two', 'three']) await store.put('0-a', new TextEncoder().encode(text));
  await store.put('0-ab', new Uint8Array(1));
  await store.remove(await Array.fromAsync(store.list('0-a')));
  expect(fake.versionsOf('0-a')).toEqual(['one', 'two', 'three', undefined]);
  await store.erase('0-a');
  expect(fake.versionsOf('0-a')).toEqual([]);
  expect(fake.versionsOf('0-ab')).toHaveLength(2);
});

it('says what cannot be deleted', async () => {
  const store = createS3Archive({ client: fake.client, bucketName: 'another-bucket' });
  await expect(store.remove([{ key: 'a', bytes: 1, etag: '"e"', modifiedMs: 0 }])).rejects.toThrow(/NoSuchBucket/);
});
