import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import type { S3QuarantineOptions } from '../../lambda/quarantine/s3-quarantine.ts';
import type { SetAside } from './set-aside.ts';

/** The bucket of an S3 quarantine. It is versioned: what is replaced or removed can be brought back for a while. */
export function createS3SetAside({ client, bucketName }: S3QuarantineOptions): SetAside {
  const remove = async (key: string) => {
    await client.send(new DeleteObjectCommand({ Bucket: bucketName, Key: key }));
  };

  async function* keys(prefix: string, after?: string): AsyncGenerator<string> {
    const list = { Bucket: bucketName, Prefix: prefix, StartAfter: after };
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, list))
      yield* Contents.flatMap(({ Key }) => (Key === undefined || Key.endsWith('/') ? [] : [Key]));
  }

  return {
    keys,
    async get(key) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
        return await Body?.transformToString();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async put(key, text) {
      const ContentType = key.endsWith('.jsonl') ? 'application/x-ndjson' : 'application/json';
      await client.send(new PutObjectCommand({ Bucket: bucketName, Key: key, Body: text, ContentType }));
    },
    async move(from, to) {
      // The header is a URL's path.
      const CopySource = [bucketName, ...from.split('/')].map(encodeURIComponent).join('/');
      await client.send(new CopyObjectCommand({ Bucket: bucketName, CopySource, Key: to }));
      await remove(from);
    },
    remove,
  };
}
