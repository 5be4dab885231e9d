import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Stream, StreamEncryption, StreamMode } from 'aws-cdk-lib/aws-kinesis';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ACTIONS_IN_ACCOUNT, ACTIONS_ON_STREAM } from '../shared/twilio-role.ts';
import { uniqueIdOfStack } from './unique-id.ts';
import { useKey } from './use-key.ts';

export interface TwilioSinkProps {
  /** The AWS account that Twilio assumes the role from. */
  readonly twilioAccountId: string;
  /**
   * What Twilio must present to assume the role.
   * @default - the unique part of the stack's id
   */
  readonly externalId?: string;
  readonly streamMode: 'on-demand' | 'provisioned';
  /** @default 1, where the mode is provisioned */
  readonly shardCount?: number;
  readonly streamRetentionHours: number;
  /** @default - the key that Kinesis itself manages */
  readonly encryptionKey?: IKey;
}

/**
 * The stream that Twilio Event Streams writes to, and the role it assumes for that.
 * @see https://www.twilio.com/docs/events/event-streams/eventstreams-quickstart-kinesis
 */
export class TwilioSink extends Construct {
  readonly stream: Stream;
  readonly role: Role;
  readonly externalId: string;

  constructor(scope: Construct, id: string, props: TwilioSinkProps) {
    super(scope, id);

    this.stream = new Stream(this, 'Stream', {
      ...(props.streamMode === 'on-demand'
        ? { streamMode: StreamMode.ON_DEMAND }
        : { streamMode: StreamMode.PROVISIONED, shardCount: props.shardCount ?? 1 }),
      retentionPeriod: Duration.hours(props.streamRetentionHours),
      // Said outright: the default depends on the region.
      ...(props.encryptionKey === undefined
        ? { encryption: StreamEncryption.MANAGED }
        : { encryption: StreamEncryption.KMS, encryptionKey: props.encryptionKey }),
      // What matters of it is in the table or the bucket by then, and a stream costs money while nobody reads it.
      removalPolicy: RemovalPolicy.DESTROY,
    });

    // It need not be secret, only the customer's own:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
    this.externalId = props.externalId ?? uniqueIdOfStack();
    this.role = new Role(this, 'TwilioRole', {
      description: 'Assumed by Twilio Event Streams to write call events to the stream',
      assumedBy: new AccountPrincipal(props.twilioAccountId),
      externalIds: [this.externalId],
    });

    this.role.addToPolicy(new PolicyStatement({ actions: [...ACTIONS_ON_STREAM], resources: [this.stream.streamArn] }));
    this.role.addToPolicy(new PolicyStatement({ actions: [...ACTIONS_IN_ACCOUNT], resources: ['*'] }));
    if (props.encryptionKey !== undefined) {
      // What whoever puts a record needs: https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
      this.role.addToPolicy(useKey(props.encryptionKey, ['kms:GenerateDataKey'], ['kinesis']));
      Validations.of(this.stream).acknowledge({
        id: 'AwsSolutions-KDS3',
        reason: 'The customer brings the key. Without one, Kinesis uses its own.',
      });
    }
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'kinesis:DescribeLimits reads the limits of the account. It cannot be limited to a stream.',
    });
  }
}
