import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { QuarantineWriter } from '../quarantine/quarantine.ts';
import { createS3Quarantine } from '../quarantine/s3-quarantine.ts';

/** The bucket as the function writes to it. */
export function openQuarantineBucket(bucketName: string, config: S3ClientConfig): QuarantineWriter {
  return createS3Quarantine({ client: new S3Client(config), bucketName });
}
