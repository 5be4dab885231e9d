import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { OUTPUT } from '../../shared/outputs.ts';
import { printable } from '../../shared/printable.ts';
import { TWILIO_AWS_ACCOUNT } from '../../shared/twilio-account.ts';
import { KNOWN_VERSIONS, shortType } from '../attach/event-types.ts';
import { chooseSink, difference, type Found, settledTypes } from '../attach/plan.ts';
import { isSameSink, type Sink, type SubscribedType } from '../attach/sink.ts';
import type { Cures } from '../cures.ts';
import type { StackDescription } from '../describe-stack.ts';

/** One thing that must be so for events to arrive. */
export interface Check {
  /** `sink` */
  name: string;
  /** `news` is worth knowing, and events arrive all the same. */
  state: 'ok' | 'news' | 'wrong';
  /** What is, in a line. */
  says: string;
  /** What to do about it. */
  cure?: string;
}

export const ok = (name: string, says: string): Check => ({ name, state: 'ok', says });
export const wrong = (name: string, says: string, cure: string): Check => ({ name, state: 'wrong', says, cure });

const NEEDED = [
  'streamArn',
  'streamName',
  'twilioRoleArn',
  'twilioExternalId',
  'tableName',
  'quarantineBucketName',
  'ingestFunctionName',
] as const;

/** What the stack says of itself. */
export type StackOutputs = Record<(typeof NEEDED)[number], string> & {
  /** That alarms tell; stacks of earlier versions do not say it. */
  alarmTopicArn?: string;
};

/** Outputs only where all are there: a stack without them is none of ours, or was never made whole. */
export function checkStack(
  stack: string,
  { status, outputs }: StackDescription,
  { deploy }: Cures,
): { check: Check; outputs?: StackOutputs } {
  const name = 'stack';
  const missing = NEEDED.find((output) => !outputs.has(OUTPUT[output]));
  // What a failed creation or a deletion leaves may still have outputs.
  const isOfNothing = /^(ROLLBACK|DELETE)_/.test(status);
  if (missing !== undefined || isOfNothing) {
    const says = `${stack} is ${status}${missing === undefined ? '' : ` and has no output ${OUTPUT[missing]}`}`;
    return { check: wrong(name, says, `if it is one of this project’s, ${deploy}; else name another with --stack`) };
  }
  const told = [...NEEDED, 'alarmTopicArn' as const].map((output) => [output, outputs.get(OUTPUT[output])]);
  const values = Object.fromEntries(told) as StackOutputs;
  if (/_COMPLETE(_CLEANUP_IN_PROGRESS)?$/.test(status)) {
    return { check: ok(name, `${stack} is deployed`), outputs: values };
  }
  const cure = status.endsWith('_IN_PROGRESS') ? 'wait until it is done' : deploy;
  return { check: wrong(name, `${stack} is ${status}`, cure), outputs: values };
}

/** @param status undefined where the credentials may not know, and Twilio takes them all the same */
export function checkAccount(accountSid: string, status: string | undefined): Check {
  const name = 'twilio';
  if (status === undefined) return ok(name, `account ${accountSid}; its status is not for these credentials to see`);
  if (status === 'active') return ok(name, `account ${accountSid} is active`);
  return wrong(name, `account ${accountSid} is ${status}`, 'Twilio’s support, or the owner of the main account');
}

/** The trust policy of the role that Twilio assumes, as IAM has it. */
export function checkTrust(policy: unknown, { twilioExternalId }: StackOutputs, { deploy }: Cures): Check {
  const name = 'role trust';
  const statements = statementsOf(policy);
  if (statements.some(({ Effect }) => Effect === 'Deny')) {
    return wrong(name, 'the role’s trust policy denies somebody, which may be Twilio', deploy);
  }
  const trusted = statements.flatMap(({ Principal, Condition }) => {
    const account = /\d{12}/.exec(textsIn(memberOf(Principal, 'AWS'))[0] ?? '')?.[0];
    const ids = textsIn(memberOf(memberOf(Condition, 'StringEquals'), 'sts:ExternalId'));
    return account === undefined || ids.length === 0 ? [] : [{ account, ids }];
  });
  if (trusted.length === 0) return wrong(name, 'the role trusts nobody by an external id', deploy);
  const right = trusted.find(({ ids }) => ids.includes(twilioExternalId));
  if (right === undefined) {
    return wrong(name, 'the role expects another external id than the output TwilioExternalId says', deploy);
  }
  const says = `AWS account ${right.account} may assume it with the external id`;
  if (right.account === TWILIO_AWS_ACCOUNT) return ok(name, says);
  return { name, state: 'news', says, cure: 'right where it is what twilioAccountId was set to for the deploy' };
}

const ACTIONS = ['kinesis:PutRecord', 'kinesis:PutRecords', 'kinesis:ListShards', 'kinesis:DescribeLimits'];

/** What the role may do, by the policies that are in it, as IAM has them. */
export function checkPermissions(policies: readonly unknown[], { streamArn }: StackOutputs, { deploy }: Cures): Check {
  const name = 'role permissions';
  const ofStream = policies
    .flatMap(statementsOf)
    .filter(({ Resource }) => textsIn(Resource).some((pattern) => isLike(pattern, streamArn)));
  const isNamed = (effect: string, action: string) =>
    ofStream.some(({ Effect, Action }) => Effect === effect && textsIn(Action).some((text) => isLike(text, action)));
  const missing = ACTIONS.filter((action) => !isNamed('Allow', action));
  if (missing.length > 0) return wrong(name, `the role lacks ${missing.join(', ')} on the stream`, deploy);
  const denied = ACTIONS.filter((action) => isNamed('Deny', action));
  if (denied.length > 0) return wrong(name, `the role is denied ${denied.join(', ')} on the stream`, deploy);
  return ok(name, 'it may put records on the stream');
}

/** IAM's own wildcards. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(text);
}

/** The stack's sink among all of the account's, and others that write to its stream. */
export function checkSink(
  found: Found,
  { streamArn, twilioRoleArn, twilioExternalId }: StackOutputs,
  { attach, detach }: Cures,
): { checks: Check[]; sink?: Sink; others: Sink[] } {
  const name = 'sink';
  const wanted = { arn: streamArn, roleArn: twilioRoleArn, externalId: twilioExternalId };
  const ofStream = found.sinks.filter(({ configuration }) => configuration.arn === streamArn);
  const right = chooseSink({ sink: wanted }, found);
  const sink = right ?? ofStream[0];
  if (sink === undefined) return { checks: [wrong(name, 'Twilio has no sink for this stream', attach())], others: [] };
  const others = ofStream.filter(({ sid }) => sid !== sink.sid);
  let check = ok(name, `${sink.sid} is active`);
  if (right === undefined) {
    const says = `${sink.sid} has ${difference(sink.configuration, wanted)} than the stack expects`;
    check = wrong(name, says, `a sink cannot be changed: ${attach()} makes a new one, then ${detach(sink.sid)}`);
  } else if (right.status !== 'active') {
    // A test event wakes one that waits for it, not one that failed.
    const cure = right.status === 'failed' ? `${detach(right.sid)}, then ${attach()}` : attach();
    check = wrong(name, `${right.sid} is ${right.status}, not active`, cure);
  }
  const news = others.map(({ sid, configuration }): Check => {
    const what = isSameSink(configuration, wanted) ? 'is equal to it' : `has ${difference(configuration, wanted)}`;
    const says = `${sid} writes to the same stream and ${what}`;
    return { name: 'other sink', state: 'news', says, cure: `where it is not needed: ${detach(sid)}` };
  });
  return { checks: [check, ...news], sink, others };
}

/** Of the schema that both types share. */
const NEWEST_KNOWN = Math.max(...KNOWN_VERSIONS);

/** What attach would subscribe to, and what Twilio offers of it. */
export interface WantedSubscription {
  types: readonly SubscribedType[];
  versionsSaid: boolean;
  /** Schema versions by type, in order; a type that Twilio no longer offers has none. */
  listed: ReadonlyMap<string, readonly number[]>;
}

export function checkSubscription(
  subscribed: readonly SubscribedType[],
  { types: wanted, versionsSaid, listed }: WantedSubscription,
  { attach, attachTypes }: Pick<Cures, 'attach' | 'attachTypes'>,
): Check {
  const name = 'subscription';
  const newestOf = (type: string) => listed.get(type)?.at(-1) ?? 0;
  const gone = wanted.find(({ type }) => newestOf(type) === 0);
  if (gone !== undefined) {
    const others = wanted.filter(({ type }) => newestOf(type) > 0).map(({ type }) => shortType(type));
    const cure = others.length === 0 ? 'update this project' : attachTypes(others);
    return wrong(name, `Twilio no longer offers ${gone.type}`, cure);
  }
  // Attach takes no version that Twilio does not list.
  const best = Math.min(...wanted.map(({ type, schemaVersion }) => Math.min(schemaVersion, newestOf(type))));
  const isBehind = wanted.some(({ type, schemaVersion }) => newestOf(type) < schemaVersion);
  const cure = isBehind ? attach(best) : attach();
  if (subscribed.length === 0) return wrong(name, 'nothing is subscribed on the sink', cure);
  for (const { type, schemaVersion } of settledTypes({ types: wanted, versionsSaid }, subscribed)) {
    const found = subscribed.find((one) => one.type === type);
    if (found === undefined) return wrong(name, `${type} is not subscribed`, cure);
    const expected = Math.min(schemaVersion, newestOf(type));
    const says = `${type} is subscribed in schema version ${found.schemaVersion}`;
    if (found.schemaVersion > newestOf(type))
      return wrong(name, `${says}, Twilio lists none beyond ${newestOf(type)}`, cure);
    if (found.schemaVersion > NEWEST_KNOWN)
      return wrong(name, `${says}, ${NEWEST_KNOWN} is the newest known here`, cure);
    if (found.schemaVersion < expected) return wrong(name, `${says}, ${expected} is known`, cure);
    if (found.schemaVersion !== expected) return wrong(name, `${says}, not in ${expected} as was said`, cure);
  }
  const newer = wanted.find(({ type }) => newestOf(type) > NEWEST_KNOWN);
  if (newer !== undefined) {
    const says = `Twilio has schema version ${newestOf(newer.type)} of ${newer.type}; ${NEWEST_KNOWN} is the newest known here`;
    return { name, state: 'news', says, cure: 'nothing: versions are taken up with an update of this project' };
  }
  const other = subscribed.find(({ type }) => !wanted.some((one) => one.type === type));
  if (other !== undefined) {
    return { name, state: 'news', says: `${other.type} is subscribed too`, cure: `to unsubscribe from it: ${cure}` };
  }
  return ok(name, subscribed.map(({ type, schemaVersion }) => `${type.split('.').at(-1)} ${schemaVersion}`).join(', '));
}

const FEATURES = 'Console → Voice → Settings → Voice Insights → Advanced Features';

/** @param isOn undefined where the credentials may not know; whether events arrive is seen elsewhere */
export function checkAdvancedFeatures(isOn: boolean | undefined, accountSid: string): Check {
  const name = 'advanced features';
  if (isOn === undefined) {
    return { name, state: 'news', says: `unknown in ${accountSid}: these credentials may not see it`, cure: FEATURES };
  }
  if (isOn) return ok(name, `on in ${accountSid}`);
  return wrong(
    name,
    `off in ${accountSid}: Twilio writes no events of its calls`,
    `${FEATURES} (billed per minute); it counts for calls made from then on`,
  );
}

export function checkStream(status: string | undefined, { deploy }: Cures): Check {
  if (status === 'ACTIVE' || status === 'UPDATING') return ok('stream', status.toLowerCase());
  return wrong('stream', `the stream is ${status}`, deploy);
}

export interface MappingFact {
  uuid?: string;
  state?: string;
  lastProcessingResult?: string;
}

/** Those in between end as enabled. https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html */
const WORKING = ['Enabled', 'Creating', 'Enabling', 'Updating'];

export function checkMapping(mapping: MappingFact | undefined, { deploy, enableMapping }: Cures): Check {
  const name = 'mapping';
  if (mapping === undefined) return wrong(name, 'nothing hands records to the ingest function', deploy);
  const { uuid = '', state = '', lastProcessingResult = '' } = mapping;
  if (!WORKING.includes(state)) {
    const says = `the event source mapping is ${state.toLowerCase()}: records wait on the stream`;
    return wrong(name, says, enableMapping(uuid));
  }
  if (lastProcessingResult.startsWith('PROBLEM')) {
    return wrong(name, printable(lastProcessingResult), 'see "Ingest stopped" in docs/runbook.md');
  }
  return ok(name, state.toLowerCase());
}

/** Of the last day, as CloudWatch has it: times are when periods of five minutes began, epoch ms. */
export interface TrafficFact {
  /** Records that came. */
  incoming: { atMs: number; count: number }[];
  /** How old the oldest record was that ingest was last given, ms; undefined where it was given none for a while. */
  iteratorAgeMs?: number;
  /** When ingest last finished a record, whatever it was. */
  lastIngestMs?: number;
  /** When a call event last became a row. */
  lastStoredMs?: number;
}

const MAX_ITERATOR_AGE_MS = 5 * 60_000;
/** A period, what ingest may take, and what metrics may be late. */
const MAX_UNREAD_MS = 20 * 60_000;

/** Whether nothing became a row in a day: a quiet one, or all that came was lost. */
export function isSilent({ lastStoredMs = 0 }: TrafficFact): boolean {
  return lastStoredMs === 0;
}

/** @param callsWereMade that should have had events by now, as far as Twilio says */
export function checkTraffic(
  { incoming, iteratorAgeMs, lastIngestMs = 0, lastStoredMs = 0 }: TrafficFact,
  { nowMs, callsWereMade }: { nowMs: number; callsWereMade: boolean },
): Check[] {
  const count = incoming.reduce((sum, period) => sum + period.count, 0);
  const silence = (name: string, says: string): Check =>
    callsWereMade
      ? wrong(name, `${says}, although calls were made`, 'see "No records" in docs/runbook.md, and the other checks')
      : { name, state: 'news', says, cure: MAKE_A_CALL };
  const ago = (ms: number) => (ms === 0 ? 'none in the last 24 hours' : `${minutes(nowMs - ms)} min ago`);
  // Lambda measures no age while it does not call the function: only what came since says that records wait.
  const unread = incoming.filter((period) => period.count > 0 && period.atMs > lastIngestMs);
  const unreadMs = nowMs - Math.min(...unread.map(({ atMs }) => atMs));
  return [
    count > 0
      ? ok('arrivals', `${count} records in the last 24 hours`)
      : silence('arrivals', 'nothing came onto the stream in the last 24 hours'),
    iteratorAge(iteratorAgeMs),
    unreadMs > MAX_UNREAD_MS
      ? wrong(
          'last ingest',
          `${ago(lastIngestMs)}, and records came ${minutes(unreadMs)} min ago`,
          'see "Ingest stopped" in docs/runbook.md',
        )
      : ok('last ingest', ago(lastIngestMs)),
    count > 0 && lastStoredMs === 0
      ? silence('last call event', 'none in the last 24 hours, and records came: test events, or what cannot be read')
      : ok('last call event', ago(lastStoredMs)),
  ];
}

const MAKE_A_CALL =
  'right where no one called; else make a call with Advanced Features on: events come about 90 s later';

function iteratorAge(ageMs: number | undefined): Check {
  const name = 'iterator age';
  if (ageMs === undefined) return ok(name, 'not measured: ingest was given nothing lately');
  if (ageMs <= MAX_ITERATOR_AGE_MS) return ok(name, `${Math.round(ageMs / 1000)} s`);
  return wrong(name, `records wait ${minutes(ageMs)} min`, 'see "Iterator age" in docs/runbook.md');
}

/** Objects under a prefix, of the first 1,000. */
export interface KeptFact {
  count: number;
  isMore: boolean;
}

export function checkKept(quarantined: KeptFact, givenUp: KeptFact, { command }: Cures): Check[] {
  const text = ({ count, isMore }: KeptFact) => `${count}${isMore ? ' or more' : ''}`;
  return [
    quarantined.count === 0
      ? ok('quarantine', 'empty')
      : wrong(
          'quarantine',
          `${text(quarantined)} records that nobody could read`,
          `${command('quarantine list')} says why`,
        ),
    givenUp.count === 0
      ? ok('given up', 'no batch')
      : wrong(
          'given up',
          `${text(givenUp)} batches that Lambda gave up on`,
          'see "Batches given up" in docs/runbook.md',
        ),
  ];
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
