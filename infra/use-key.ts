import { Aws } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** The actions on a key of somebody who reads, as CDK's own grants have them. */
export const READ_WITH_KEY = ['kms:Decrypt', 'kms:DescribeKey'];

/** The actions on a key of somebody who writes a table, as CDK's own grants have them. */
export const WRITE_WITH_KEY = [
  ...READ_WITH_KEY,
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

/** The right to use a key through services of this region, such as `dynamodb`, and not by itself. */
export function useKey({ keyArn }: IKey, actions: string[], services: readonly string[]): PolicyStatement {
  return new PolicyStatement({ actions, resources: [keyArn], conditions: throughServices(services) });
}

/**
 * The condition of a statement that lets a key be used through services of this region, and not by itself.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function throughServices(services: readonly string[]): Record<string, Record<string, unknown>> {
  return { StringEquals: { 'kms:ViaService': services.map((service) => `${service}.${Aws.REGION}.amazonaws.com`) } };
}
