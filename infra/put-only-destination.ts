import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DlqDestinationConfig, IEventSourceDlq, IEventSourceMapping, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BUCKET_PREFIX } from '../shared/bucket.ts';
import { allowPut } from './allow-put.ts';

/**
 * The bucket in which Lambda leaves what it gave up on, data and all. Lambda writes with the function's own role, and
 * CDK's `S3OnFailureDestination` gives that role the right to read and delete too: this gives what AWS asks for.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html
 */
export class PutOnlyDestination implements IEventSourceDlq {
  readonly #bucket: IBucket;

  constructor(bucket: IBucket) {
    this.#bucket = bucket;
  }

  bind(_target: IEventSourceMapping, fn: IFunction): DlqDestinationConfig {
    allowPut(fn, this.#bucket, BUCKET_PREFIX.givenUp);
    fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.#bucket.bucketArn] }));
    return { destination: this.#bucket.bucketArn };
  }
}
