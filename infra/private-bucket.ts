import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface PrivateBucketProps {
  /** @default - the key that S3 itself manages */
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
  /** How long objects are kept. @default - for ever */
  readonly expireAfter?: Duration;
  /** What else becomes of objects by their age. */
  readonly lifecycleRules?: readonly LifecycleRule[];
}

/** A bucket that is closed to the public and to plain HTTP, encrypted, and keeps what was deleted for a week. */
export function privateBucket(scope: Construct, props: PrivateBucketProps): Bucket {
  const bucket = new Bucket(scope, 'Bucket', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    // A bucket key spares a request to KMS for each object.
    ...(props.encryptionKey === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : { encryption: BucketEncryption.KMS, encryptionKey: props.encryptionKey, bucketKeyEnabled: true }),
    enforceSSL: true,
    versioned: true,
    lifecycleRules: [
      {
        expiration: props.expireAfter,
        // A week in which something deleted by mistake can still be brought back.
        noncurrentVersionExpiration: Duration.days(7),
        // The parts of an upload that never ended are billed and never listed.
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      },
      ...(props.lifecycleRules ?? []),
    ],
    removalPolicy: props.removalPolicy,
  });
  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'Functions of the stack write here, and people of the account read. Access logs would need another bucket.',
  });
  return bucket;
}
