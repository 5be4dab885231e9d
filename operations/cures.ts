import { DEFAULT_STACK } from '../shared/stack-name.ts';
import { Trouble } from '../shared/trouble.ts';
import { twilioStatus } from '../twilio/twilio-answer.ts';
import type { AwsTargetOptions } from './aws/aws-options.ts';
import { sinkInStack } from './aws/sink-in-stack.ts';
import { explained } from './explain.ts';

/** Where a command was told to look. */
export interface Said extends AwsTargetOptions {
  /** The PORT of a local pipeline, where that is meant. */
  local?: number;
  account?: string;
  /** Event types and their version, where attach shall not choose. */
  types?: string[];
  schemaVersion?: number;
  /** Of the sink, where it shall not be that of the stack. */
  externalId?: string;
}

/** Commands that put something right, each with the options that were said, so that they act on the same. */
export interface Cures {
  /** @param schemaVersion instead of the one that was said */
  attach(schemaVersion?: number): string;
  /** For these types only, `sdk` or `gateway`, whatever was said. */
  attachTypes(types: readonly string[]): string;
  /** @param sinkSid one that is not the stack's own */
  detach(sinkSid: string): string;
  /** Undefined for a local pipeline, which has none. */
  doctor: string | undefined;
  /** Fetches events of calls that started in a span, epoch ms. */
  backfill(fromMs: number, toMs: number): string;
  /** Any that takes nothing but the target, such as `quarantine list`. */
  command(words: string): string;
  /** Also undoes what somebody changed by hand, which a deploy alone leaves as it is. */
  deploy: string;
  enableMapping(uuid: string): string;
  /** Lets age alone decide when a mapping gives a record up. */
  unlimitAttempts(uuid: string): string;
  /** Gives back a concurrency that somebody reserved for a function, such as 0. */
  freeConcurrency(functionName: string): string;
}

/** @see https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-deploy.html */
export function curesFor({ local, stack, region, profile, account, types, schemaVersion, externalId }: Said): Cures {
  const ofAws = [...option('region', region), ...option('profile', profile)];
  const isUsual = local !== undefined || stack === DEFAULT_STACK;
  const target = [
    ...(local === undefined ? [] : [`--local=${local}`]),
    ...(isUsual ? [] : ['--stack', stack]),
    ...ofAws,
  ];
  const cli = (...words: string[]) => line('npx', 'voice-insights', ...words);
  const twilio = [...target, ...option('account', account)];
  const ofSink = option('external-id', externalId);
  const subscribed = (version: number | undefined) => [
    ...option('types', types?.join(',')),
    ...option('schema-version', version === undefined ? undefined : `${version}`),
  ];
  const deploy = line('npx', 'cdk', 'deploy', '--revert-drift', ...stackToDeploy(stack), ...ofAws);
  const updateMapping = (uuid: string, ...change: string[]) =>
    line('aws', 'lambda', 'update-event-source-mapping', '--uuid', uuid, ...change, ...ofAws);
  return {
    attach: (version = schemaVersion) => cli('attach', ...subscribed(version), ...ofSink, ...twilio),
    attachTypes: (some) => cli('attach', '--types', some.join(','), ...ofSink, ...twilio),
    doctor: local === undefined ? cli('doctor', ...subscribed(schemaVersion), ...twilio) : undefined,
    backfill: (fromMs, toMs) =>
      cli('backfill', '--since', new Date(fromMs).toISOString(), '--until', new Date(toMs).toISOString(), ...twilio),
    detach: (sinkSid) => cli('detach', sinkSid, ...twilio),
    command: (words) => cli(...words.split(' '), ...target),
    deploy: `deploy the stack again, with the settings it has: ${deploy}`,
    enableMapping: (uuid) => updateMapping(uuid, '--enabled'),
    unlimitAttempts: (uuid) => updateMapping(uuid, '--maximum-retry-attempts', '-1'),
    freeConcurrency: (functionName) =>
      line('aws', 'lambda', 'delete-function-concurrency', '--function-name', functionName, ...ofAws),
  };
}

/** Sinks with a prefix are in an app of somebody's own, which has the names of its stacks. */
function stackToDeploy(stack: string): string[] {
  const { stackName, outputPrefix } = sinkInStack(stack);
  if (outputPrefix !== '') return [stackName];
  return stackName === DEFAULT_STACK ? [] : ['-c', `stackName=${stackName}`];
}

const GONE = /^(ResourceNotFound|NoSuchEntity|NoSuchBucket)/;
const FORBIDDEN = /AccessDenied|not authorized|UnauthorizedOperation/i;

/** What to do about something that could not be looked at; undefined where what is said of it says that too. */
export function cureOf(error: unknown, { deploy }: Cures): string | undefined {
  if (error instanceof Error && GONE.test(error.name)) return deploy;
  if (twilioStatus(error) === 403) {
    return 'give the API key this permission in the Console, or use TWILIO_AUTH_TOKEN; doctor only reads';
  }
  if (FORBIDDEN.test(`${error}`)) return 'give your own AWS user or role this permission; doctor only reads';
  const { says, cure } = explained(error);
  if (cure !== undefined || error instanceof Trouble) return cure;
  if (/^nothing answers/.test(says)) return 'is the address right that was set (TWILIO_…_URL, AWS_ENDPOINT_URL…)?';
  return 'if it comes back, search for this message at Twilio or AWS';
}

function option(name: string, value: string | undefined): string[] {
  return value === undefined ? [] : [`--${name}`, value];
}

/** As a shell takes it. */
function line(...words: string[]): string {
  return words.map((word) => (/^[\w@%+=:,./…-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
