import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BUCKET_PREFIX } from '../shared/bucket.ts';
import { ENV } from '../shared/environment.ts';
import { allowPut } from './allow-put.ts';
import { privateBucket } from './private-bucket.ts';

export interface QuarantineBucketProps {
  /** Days an object is kept. */
  readonly expireAfterDays: number;
  /** @default - the key that S3 itself manages */
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/**
 * Everything that could not become a call event, as it came: `quarantine/` holds records that cannot be read,
 * `unsupported/` events of a type nobody here knows, `aws/lambda/` the batches Lambda gave up on, in its own layout,
 * `redriven/` what was put back since.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class QuarantineBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, props: QuarantineBucketProps) {
    super(scope, id);

    this.bucket = privateBucket(this, {
      ...props,
      // Records are kept raw, personal data and all: whatever the prefix, none is kept for ever.
      expireAfter: Duration.days(props.expireAfterDays),
    });
  }

  /** Lets a function put records and events, nothing else, and tells it the bucket's name. */
  grantPut(fn: LambdaFunction): void {
    for (const prefix of [BUCKET_PREFIX.quarantine, BUCKET_PREFIX.unsupported]) allowPut(fn, this.bucket, prefix);
    fn.addEnvironment(ENV.quarantineBucketName, this.bucket.bucketName);
  }
}
