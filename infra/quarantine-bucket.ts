import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { BUCKET_PREFIX } from '../shared/bucket.ts';
import { ENV } from '../shared/environment.ts';

export interface QuarantineBucketProps {
  /** Days an object is kept. */
  readonly expireAfterDays: number;
}

/**
 * Everything that could not become a call event, as it came: `quarantine/` holds records that cannot be read,
 * `unsupported/` events of a type nobody here knows, `aws/lambda/` the batches Lambda gave up on, in its own layout.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class QuarantineBucket extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { expireAfterDays }: QuarantineBucketProps) {
    super(scope, id);

    this.bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        {
          // Records are kept raw, personal data and all: whatever the prefix, none is kept for ever.
          expiration: Duration.days(expireAfterDays),
          // A week in which something deleted by mistake can still be brought back.
          noncurrentVersionExpiration: Duration.days(7),
          // The parts of an upload that never ended are billed and never listed.
          abortIncompleteMultipartUploadAfter: Duration.days(7),
        },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** Lets a function put records and events, nothing else, and tells it the bucket's name. */
  grantPut(fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        // `grantPut` of a bucket would also let it set tags, retention and legal holds.
        actions: ['s3:PutObject'],
        resources: [BUCKET_PREFIX.quarantine, BUCKET_PREFIX.unsupported].map((prefix) =>
          this.bucket.arnForObjects(`${prefix}*`),
        ),
      }),
    );
    fn.addEnvironment(ENV.quarantineBucketName, this.bucket.bucketName);
  }
}
