import type { AthenaClient } from '@aws-sdk/client-athena';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { StackOutputs } from './check-stack.ts';
import type { DoctorCheck, Look } from './look.ts';

/** The event source mapping, as Lambda has it. */
export interface MappingFact {
  uuid?: string;
  state?: string;
  lastProcessingResult?: string;
  /** After how many a batch is given up; -1, or undefined, where age alone decides. */
  retryAttempts?: number;
}

/** What a check of a part of the stack may ask. */
export interface AtAws extends Look {
  outputs: StackOutputs;
  clients: {
    athena: AthenaClient;
    cloudWatch: CloudWatchClient;
    dynamoDb: DynamoDBClient;
    iam: IAMClient;
    kinesis: KinesisClient;
    lambda: LambdaClient;
    s3: S3Client;
  };
  /** The event source mapping, which several look at; undefined where there is none. */
  mapping: Promise<MappingFact | undefined>;
  /** Whether calls were made that should have had events by now; asked only where nothing came. */
  callsWereMade: () => Promise<boolean>;
}

export type AwsCheck = DoctorCheck<AtAws>;

/** Of the role that Twilio assumes. */
export function roleNameOf({ twilioRoleArn }: StackOutputs): string | undefined {
  return twilioRoleArn.split('/').at(-1);
}
