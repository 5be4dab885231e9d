import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { printable } from '../../shared/printable.ts';
import { KNOWN_VERSIONS, wantedTypes } from '../attach/event-types.ts';
import type { SubscribedType } from '../attach/sink.ts';

/** One thing that must be so for events to arrive. */
export interface Check {
  /** `sink` */
  name: string;
  /** `news` is worth knowing and no reason to act. */
  state: 'ok' | 'news' | 'wrong';
  /** What is, in a line. */
  says: string;
  /** What to do about it. */
  cure?: string;
}

const ok = (name: string, says: string): Check => ({ name, state: 'ok', says });
const wrong = (name: string, says: string, cure: string): Check => ({ name, state: 'wrong', says, cure });

/** What the stack says of itself. */
export interface StackOutputs {
  streamArn: string;
  twilioRoleArn: string;
  twilioExternalId: string;
}

const REDEPLOY = 'deploy the stack again: npx cdk deploy';
const ATTACH = 'npm run cli -- attach';

/** The trust policy of the role that Twilio assumes, as IAM has it. */
export function checkTrust(policy: unknown, { twilioExternalId }: StackOutputs): Check {
  const name = 'role trust';
  const [statement] = statementsOf(policy);
  const ids = textsIn(memberOf(memberOf(statement?.Condition, 'StringEquals'), 'sts:ExternalId'));
  const [principal = ''] = textsIn(memberOf(statement?.Principal, 'AWS'));
  const account = /\d{12}/.exec(principal)?.[0];
  if (account === undefined || ids.length === 0) {
    return wrong(name, 'the role trusts nobody by an external id', REDEPLOY);
  }
  if (!ids.includes(twilioExternalId)) {
    return wrong(name, `the role expects another external id than the output TwilioExternalId says`, REDEPLOY);
  }
  return ok(name, `Twilio’s account ${account} may assume it with the external id`);
}

const ACTIONS = ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:ListShards', 'kinesis:DescribeLimits'];

/** What the role may do, as IAM has it. */
export function checkPermissions(policies: readonly unknown[], { streamArn }: StackOutputs): Check {
  const name = 'role permissions';
  const allowed = policies
    .flatMap(statementsOf)
    .filter(
      ({ Effect, Resource }) => Effect === 'Allow' && textsIn(Resource).some((arn) => [streamArn, '*'].includes(arn)),
    )
    .flatMap(({ Action }) => textsIn(Action));
  const missing = ACTIONS.filter((action) => !allowed.some((one) => one === action || one === 'kinesis:*'));
  return missing.length === 0
    ? ok(name, 'it may put records on the stream')
    : wrong(name, `the role lacks ${missing.join(', ')} on the stream`, REDEPLOY);
}

/** A sink as Twilio describes it. */
export interface SinkFact {
  sid: string;
  status: string;
  sinkConfiguration: unknown;
}

/** The sink of this stream among all of the account's; the check, and which it is. */
export function checkSink(sinks: readonly SinkFact[], outputs: StackOutputs): { check: Check; sinkSid?: string } {
  const name = 'sink';
  const ours = sinks.filter(({ sinkConfiguration }) => memberOf(sinkConfiguration, 'arn') === outputs.streamArn);
  const right = ours.find(
    ({ sinkConfiguration }) =>
      memberOf(sinkConfiguration, 'external_id') === outputs.twilioExternalId &&
      memberOf(sinkConfiguration, 'role_arn') === outputs.twilioRoleArn,
  );
  const [sink] = right === undefined ? ours : [right];
  if (sink === undefined) return { check: wrong(name, 'Twilio has no sink for this stream', ATTACH) };
  const differs = ['external_id', 'role_arn'].filter(
    (member) =>
      memberOf(sink.sinkConfiguration, member) !==
      (member === 'role_arn' ? outputs.twilioRoleArn : outputs.twilioExternalId),
  );
  if (differs.length > 0) {
    const says = `sink ${sink.sid} presents another ${differs.join(' and ')} than the stack expects`;
    return { check: wrong(name, says, `a sink cannot be changed: ${ATTACH} makes a new one`), sinkSid: sink.sid };
  }
  if (sink.status !== 'active') {
    return { check: wrong(name, `sink ${sink.sid} is ${sink.status}, not active`, ATTACH), sinkSid: sink.sid };
  }
  return { check: ok(name, `${sink.sid} is active`), sinkSid: sink.sid };
}

/** Of the schema that both types share. */
const NEWEST_KNOWN = Math.max(...KNOWN_VERSIONS);

/** @param latest the newest schema version Twilio lists for each type */
export function checkSubscription(subscribed: readonly SubscribedType[], latest: ReadonlyMap<string, number>): Check {
  const name = 'subscription';
  if (subscribed.length === 0) return wrong(name, 'nothing is subscribed on the sink', ATTACH);
  for (const { type, schemaVersion } of wantedTypes({})) {
    const found = subscribed.find((one) => one.type === type);
    if (found === undefined) return wrong(name, `${type} is not subscribed`, ATTACH);
    if (found.schemaVersion < schemaVersion) {
      return wrong(
        name,
        `${type} is subscribed in schema version ${found.schemaVersion}, ${schemaVersion} is known`,
        ATTACH,
      );
    }
  }
  const newer = subscribed.find(({ type }) => (latest.get(type) ?? 0) > NEWEST_KNOWN);
  if (newer !== undefined) {
    const says = `Twilio has schema version ${latest.get(newer.type)} of ${newer.type}; ${NEWEST_KNOWN} is the newest known here`;
    return { name, state: 'news', says, cure: 'nothing: versions are taken up with an update of this project' };
  }
  return ok(name, subscribed.map(({ type, schemaVersion }) => `${type.split('.').at(-1)} ${schemaVersion}`).join(', '));
}

export function checkAdvancedFeatures(isOn: boolean, accountSid: string): Check {
  const name = 'advanced features';
  if (isOn) return ok(name, `on in ${accountSid}`);
  return wrong(
    name,
    `off in ${accountSid}: Twilio writes no events of its calls`,
    'Console → Voice → Settings → Voice Insights → Advanced Features (billed per minute); it counts for calls made from then on',
  );
}

export function checkStream(status: string | undefined): Check {
  if (status === 'ACTIVE' || status === 'UPDATING') return ok('stream', status.toLowerCase());
  return wrong('stream', `the stream is ${status ?? 'gone'}`, REDEPLOY);
}

export interface MappingFact {
  uuid?: string;
  state?: string;
  lastProcessingResult?: string;
}

export function checkMapping(mapping: MappingFact | undefined): Check {
  const name = 'mapping';
  if (mapping === undefined) return wrong(name, 'nothing hands records to the ingest function', REDEPLOY);
  const { uuid, state, lastProcessingResult = '' } = mapping;
  if (state !== 'Enabled') {
    const cure = `aws lambda update-event-source-mapping --uuid ${uuid} --enabled`;
    return wrong(name, `the event source mapping is ${state?.toLowerCase()}: records wait on the stream`, cure);
  }
  if (lastProcessingResult.startsWith('PROBLEM')) {
    return wrong(name, printable(lastProcessingResult), 'see "Ingest stopped" in docs/runbook.md');
  }
  return ok(name, 'enabled');
}

export interface TrafficFact {
  /** Records of the last day. */
  incoming: number;
  /** The oldest record ingest was given in the last quarter of an hour, ms. */
  iteratorAgeMs?: number;
  /** When ingest last finished a batch, epoch ms, within the last day. */
  lastIngestMs?: number;
}

const MAX_ITERATOR_AGE_MS = 5 * 60_000;

export function checkTraffic({ incoming, iteratorAgeMs = 0, lastIngestMs }: TrafficFact, nowMs: number): Check[] {
  const arrivals =
    incoming > 0
      ? ok('arrivals', `${incoming} records in the last 24 hours`)
      : wrong(
          'arrivals',
          'nothing came onto the stream in the last 24 hours',
          'make a call with Advanced Features on; events come about 90 s later. If there were calls, look at the checks above',
        );
  const age =
    iteratorAgeMs <= MAX_ITERATOR_AGE_MS
      ? ok('iterator age', `${Math.round(iteratorAgeMs / 1000)} s`)
      : wrong('iterator age', `records wait ${minutes(iteratorAgeMs)} min`, 'see "Iterator age" in docs/runbook.md');
  const last = lastIngestMs === undefined ? 'none in 24 hours' : `${minutes(nowMs - lastIngestMs)} min ago`;
  const isStuck = incoming > 0 && lastIngestMs === undefined;
  const ingest = isStuck
    ? wrong('last ingest', last, 'records come and none is stored: see "Ingest stopped" in docs/runbook.md')
    : ok('last ingest', last);
  return [arrivals, age, ingest];
}

export function checkKept(quarantined: number, givenUp: number, isMore: boolean): Check[] {
  const count = `${quarantined}${isMore ? ' or more' : ''}`;
  return [
    quarantined === 0
      ? ok('quarantine', 'empty')
      : wrong('quarantine', `${count} records that nobody could read`, 'npm run cli -- quarantine list says why'),
    givenUp === 0
      ? ok('given up', 'no batch')
      : wrong('given up', `${givenUp} batches that Lambda gave up on`, 'see "Batches given up" in docs/runbook.md'),
  ];
}

export interface AlertFact {
  errorCode: string;
  at: Date;
}

/** Sink and stream errors. https://www.twilio.com/docs/api/errors */
const SINK_ALERT = /^(9310[1-4]|9130\d)$/;

export function checkAlerts(alerts: readonly AlertFact[]): Check {
  const name = 'twilio alerts';
  const ours = alerts.filter(({ errorCode }) => SINK_ALERT.test(errorCode));
  const [latest] = ours.toSorted((one, other) => other.at.getTime() - one.at.getTime());
  if (latest === undefined) return ok(name, 'none about sinks in the last 24 hours');
  return wrong(
    name,
    `${ours.length} about sinks in the last 24 hours, the last of them ${latest.errorCode} at ${latest.at.toISOString()}`,
    `https://www.twilio.com/docs/api/errors/${latest.errorCode}`,
  );
}

interface Statement {
  Effect?: unknown;
  Action?: unknown;
  Resource?: unknown;
  Principal?: unknown;
  Condition?: unknown;
}

function statementsOf(policy: unknown): Statement[] {
  const statements = memberOf(policy, 'Statement');
  return (Array.isArray(statements) ? statements : [statements]).filter(isJsonObject) as Statement[];
}

function textsIn(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((text) => typeof text === 'string');
}

function memberOf(value: unknown, name: string): unknown {
  return isJsonObject(value) ? (value as JsonObject)[name] : undefined;
}

function minutes(ms: number): number {
  return Math.max(0, Math.round(ms / 60_000));
}
