import { Duration, type RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ARCHIVE_LAYOUTS } from '../families/archive/layouts.ts';
import { ARCHIVE } from '../shared/archive.ts';
import { ENV } from '../shared/environment.ts';
import { allowPut } from './allow-put.ts';
import { privateBucket } from './private-bucket.ts';
import { useKey } from './use-key.ts';

export interface ArchiveBucketProps {
  /** @default - the key that S3 itself manages */
  readonly encryptionKey?: IKey;
  readonly removalPolicy: RemovalPolicy;
}

/** Folders that have a table. */
const FOLDERS = ARCHIVE_LAYOUTS.map(({ folder }) => `${folder}/`);

/** The actions on a key of somebody who reads and writes objects. */
const READ_AND_WRITE_OBJECTS = ['kms:Decrypt', 'kms:GenerateDataKey'];

/**
 * The archive's own bucket: a folder of Parquet objects for each table, `audit/` for the events of audits, and the lock
 * of the merge. No object of a table expires by its age, since a merge makes it anew: the merge deletes whole days.
 */
export class ArchiveBucket extends Construct {
  readonly bucket: Bucket;
  readonly #encryptionKey?: IKey;

  constructor(scope: Construct, id: string, props: ArchiveBucketProps) {
    super(scope, id);
    this.#encryptionKey = props.encryptionKey;
    this.bucket = privateBucket(this, {
      ...props,
      lifecycleRules: [
        { prefix: `${ARCHIVE.audit}/`, expiration: Duration.days(1) },
        // What a merge deletes leaves a marker, which nothing else would ever delete, and which listings pass over.
        { expiredObjectDeleteMarker: true },
      ],
    });
  }

  /** Lets a function put objects of the tables and of audits, nothing else, and tells it the bucket's name. */
  grantPut(fn: LambdaFunction): void {
    for (const prefix of [...FOLDERS, `${ARCHIVE.audit}/`]) allowPut(fn, this.bucket, prefix);
    this.allowKey(fn, READ_AND_WRITE_OBJECTS);
    fn.addEnvironment(ENV.archiveBucketName, this.bucket.bucketName);
  }

  /**
   * Lets a function list, read, write and delete objects of the tables and the lock, no version of any, and tells it the
   * bucket's name.
   */
  grantMerge(fn: LambdaFunction): void {
    const keys = [...FOLDERS.map((folder) => `${folder}*`), ARCHIVE.lock];
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
        resources: keys.map((key) => this.bucket.arnForObjects(key)),
      }),
    );
    // Of the whole bucket: where a condition asks for a prefix, S3 says of an object that is gone that it is forbidden.
    fn.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] }));
    this.acknowledgeFolders(fn, 'The merge reads and writes objects of the tables. Their names tell what is in them.');
    this.allowKey(fn, READ_AND_WRITE_OBJECTS);
    fn.addEnvironment(ENV.archiveBucketName, this.bucket.bucketName);
  }

  /** Lets a function have Athena read objects of the tables for it; it reads none itself. */
  grantReadThroughAthena(fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: FOLDERS.map((folder) => this.bucket.arnForObjects(`${folder}*`)),
        conditions: THROUGH_ATHENA,
      }),
    );
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetBucketLocation', 's3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: THROUGH_ATHENA,
      }),
    );
    this.acknowledgeFolders(fn, 'A question reads objects of the tables, which ones is known when it is asked.');
    this.allowKey(fn, ['kms:Decrypt']);
  }

  private allowKey(fn: LambdaFunction, actions: string[]): void {
    if (this.#encryptionKey !== undefined) fn.addToRolePolicy(useKey(this.#encryptionKey, actions, ['s3']));
  }

  private acknowledgeFolders(fn: LambdaFunction, reason: string): void {
    const bucketId = Stack.of(this).getLogicalId(this.bucket.node.defaultChild as CfnBucket);
    for (const folder of FOLDERS) {
      Validations.of(fn.role ?? fn).acknowledge({
        id: `AwsSolutions-IAM5[Resource::<${bucketId}.Arn>/${folder}*]`,
        reason,
      });
    }
  }
}

/**
 * The condition of a right that Athena uses for somebody, and nobody by himself.
 * @see https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena-calledvia.html
 */
export const THROUGH_ATHENA = { 'ForAnyValue:StringEquals': { 'aws:CalledVia': 'athena.amazonaws.com' } };
