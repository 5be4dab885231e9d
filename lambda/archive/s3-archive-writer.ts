import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ArchiveWriter } from './archive-store.ts';

export interface S3ArchiveOptions {
  client: S3Client;
  bucketName: string;
}

/** A bucket, for a function that may only put. */
export function createS3ArchiveWriter({ client, bucketName: Bucket }: S3ArchiveOptions): ArchiveWriter {
  return {
    async put(key, body, abortSignal) {
      const object = { Bucket, Key: key, Body: body, ContentType: 'application/vnd.apache.parquet' };
      await client.send(new PutObjectCommand(object), { abortSignal });
    },
  };
}
