import { Aws, Duration, Validations } from 'aws-cdk-lib';
import { Alarm, type AlarmProps, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Signals } from './signals.ts';

export interface AlarmsProps {
  readonly signals: Signals;
  /** @default - a new one */
  readonly topic?: ITopic;
  /** Of the ingest function. */
  readonly timeout: Duration;
  /** @default - nobody; whoever else wants to know subscribes to the topic */
  readonly alarmEmail?: string;
  /** @default - the path of the file in this repository */
  readonly runbookUrl?: string;
  /** Hours without a record that raise an alarm; 0 is no such alarm. */
  readonly quietHours: number;
  /** Error events in five minutes that are still no alarm; 0 is no such alarm. */
  readonly errorAlarmThreshold: number;
  /** Per cent of finished calls that failed or are tagged, from which on there is an alarm; 0 is no such alarm. */
  readonly badCallsPercent: number;
}

const RUNBOOK = 'docs/runbook.md';
/** Of five-minute periods: what cures itself by a retry is an alarm when it goes on. */
export const GOES_ON = { evaluationPeriods: 3 };
export const AT_ONCE = { evaluationPeriods: 1 };
/** Of periods of an hour: twice in a day, for who has few calls. One alone may be a record of its last second. */
const TWICE_A_DAY = { evaluationPeriods: 24, datapointsToAlarm: 2 };
const MAX_ITERATOR_AGE = Duration.minutes(5);
/** Of the timeout: the function answers a second before it, so this is work that is about to be cut off. */
const NEAR_TIMEOUT = 0.8;

/** Of authentication in five minutes: somebody guesses, or a client has an old credential. */
const MANY_FAILURES = 50;
/** Per cent of the read API's requests. */
const MOST_REFUSED = 50;

/** An alarm, and where the runbook says what to do. */
export interface RunbookAlarm {
  readonly alarm: Alarm;
  /** `IteratorAge` */
  readonly name: string;
  /** `docs/runbook.md#iterator-age` */
  readonly runbook: string;
}

/** What somebody is told of, and the topic that tells. */
export class Alarms extends Construct {
  readonly topic: ITopic;
  readonly all: RunbookAlarm[] = [];
  readonly #runbookUrl: string;

  constructor(scope: Construct, id: string, { signals, timeout, ...props }: AlarmsProps) {
    super(scope, id);
    this.#runbookUrl = props.runbookUrl ?? RUNBOOK;

    this.topic = props.topic ?? new Topic(this, 'Topic', { enforceSSL: true });
    // A topic with a policy of its own is closed to everybody that it does not name, alarms of the same account too.
    this.topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    if (props.alarmEmail !== undefined) {
      // Another sink may have subscribed the address to the same topic.
      if (this.topic.node.tryFindChild(props.alarmEmail) === undefined) {
        this.topic.addSubscription(new EmailSubscription(props.alarmEmail));
      }
      Validations.of(this.topic).acknowledge({
        id: 'Serverless-SNSRedrivePolicy',
        reason: 'A queue of undelivered mails helps no one. The alarm itself stays in CloudWatch.',
      });
    }

    this.add(
      'IteratorAge',
      'Records wait on the stream for more than 5 minutes. Ingest is too slow, or cannot write.',
      {
        metric: signals.iteratorAge,
        threshold: MAX_ITERATOR_AGE.toMilliseconds() + 1,
        ...AT_ONCE,
      },
    );
    this.add('IngestStopped', 'Records arrived for 15 minutes, and Lambda did not call ingest.', {
      metric: signals.recordsUnread,
      threshold: 1,
      ...GOES_ON,
    });
    this.add(
      'IngestStoppedFewCalls',
      'Records arrived in 2 hours of a day, and Lambda did not call ingest in those hours.',
      {
        metric: signals.recordsUnreadHourly,
        threshold: 1,
        ...TWICE_A_DAY,
      },
    );
    // The one that needs no call. What it watches is missing when nothing reads, which an alarm on a single metric is
    // documented to take as it is told:
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
    this.add('StreamUnread', 'Lambda does not read the stream.', {
      metric: signals.streamReads,
      threshold: 1,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
      ...GOES_ON,
    });
    this.add('IngestErrors', 'The ingest function crashed or timed out.', {
      metric: signals.ingestErrors,
      threshold: 1,
      ...AT_ONCE,
    });
    this.add('IngestThrottles', 'Lambda has no free concurrency for the ingest function.', {
      metric: signals.ingestThrottles,
      threshold: 1,
      ...GOES_ON,
    });
    this.add('IngestDuration', 'The ingest function needs over 80 % of its timeout.', {
      metric: signals.ingestDuration,
      threshold: timeout.toMilliseconds() * NEAR_TIMEOUT,
      ...AT_ONCE,
    });
    this.add('RecordsQuarantined', 'Unreadable records were quarantined. They are in the bucket.', {
      metric: signals.recordsQuarantined,
      threshold: 1,
      ...AT_ONCE,
    });
    this.add('BatchesGivenUp', 'Lambda abandoned batches that ingest could not write. They are in the bucket.', {
      metric: signals.eventsGivenUp,
      threshold: 1,
      ...AT_ONCE,
    });
    this.add(
      'EventsDropped',
      'Lambda dropped records. Ingest could not write them, and the bucket did not take them.',
      {
        metric: signals.eventsDropped,
        threshold: 1,
        ...AT_ONCE,
      },
    );
    // Not one sum of both: how an expression takes the one that is missing is not documented.
    this.add('DestinationRefused', 'Lambda abandoned batches, and the bucket did not take them.', {
      metric: signals.destinationRefusals,
      threshold: 1,
      ...AT_ONCE,
    });
    this.add('TableThrottled', 'DynamoDB throttles writes to a table.', {
      metric: signals.tableThrottles,
      threshold: 1,
      ...GOES_ON,
    });
    this.add('IndexThrottled', 'DynamoDB throttles writes to an index, and so to its table.', {
      metric: signals.indexThrottles,
      threshold: 1,
      ...GOES_ON,
    });
    this.add('StreamWriteThrottled', 'The stream throttles writes. Twilio retries each event for 4 hours.', {
      metric: signals.streamWriteThrottles,
      threshold: 1,
      ...GOES_ON,
    });
    if (signals.api !== undefined) {
      this.add('ApiErrors', 'The read API answered with server errors (5xx).', {
        metric: signals.api.errors,
        threshold: 1,
        ...AT_ONCE,
      });
      this.add('ApiAuthenticationFailures', 'Many requests to the read API had a wrong credential.', {
        metric: signals.api.authenticationFailures,
        threshold: MANY_FAILURES,
        ...AT_ONCE,
      });
      this.add('ApiRequestsRefused', 'The read API refuses at least half of its requests.', {
        metric: signals.api.refusedShare,
        threshold: MOST_REFUSED,
        ...GOES_ON,
      });
    }
    if (props.quietHours > 0) {
      this.add('NoRecords', `No record arrived for ${props.quietHours} hours.`, {
        metric: signals.incomingRecords.with({ period: Duration.hours(1) }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
        evaluationPeriods: props.quietHours,
        treatMissingData: TreatMissingData.BREACHING,
      });
    }
    if (props.errorAlarmThreshold > 0) {
      this.add('CallErrors', `Calls had more than ${props.errorAlarmThreshold} error events in 5 minutes.`, {
        metric: signals.callErrors,
        threshold: props.errorAlarmThreshold + 1,
        ...AT_ONCE,
      });
    }
    if (props.badCallsPercent > 0) {
      this.add('BadCalls', `Of the calls of 15 minutes, ${props.badCallsPercent} % or more failed or are tagged.`, {
        metric: signals.calls.badShare,
        threshold: props.badCallsPercent,
        ...AT_ONCE,
      });
    }
  }

  /** Adds the alarm of the function that looks at alerts, which itself tells by the topic. */
  addWatch(errors: IMetric): void {
    this.add('WatchErrors', 'Alerts of saved views were not evaluated, or not told.', {
      metric: errors,
      threshold: 1,
      ...GOES_ON,
    });
  }

  /** Adds an alarm that notifies the topic. @param name its own: the runbook has a section of it */
  add(name: string, meaning: string, props: AlarmProps): void {
    const runbook = `${this.#runbookUrl}#${name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`;
    const alarm = new Alarm(this, name, {
      alarmDescription: `${meaning} See ${runbook}`,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // Most of these are published only when there is something to count.
      treatMissingData: TreatMissingData.NOT_BREACHING,
      ...props,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
    alarm.addOkAction(new SnsAction(this.topic));
    this.all.push({ alarm, name, runbook });
  }
}
