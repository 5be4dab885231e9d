import type { Command } from 'commander';
import { callError, isError } from '../../families/call-event/call-error.ts';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { type EventQuery, errorsUnlessLevels, levelsAskedFor } from '../../lambda/read/event-query.ts';
import type { EventReader } from '../../lambda/read/event-reader.ts';
import { curesFor } from '../../operations/cures.ts';
import type { Level } from '../../shared/level.ts';
import { UsageProblem } from '../../shared/trouble.ts';
import { callMeant } from '../call-meant.ts';
import { conversationJson, printConversation, readConversation } from '../conversation.ts';
import { errorWords } from '../error-words.ts';
import { eventJson, eventTable, noSuchCall } from '../event-view.ts';
import { formerOption, nowOrFormer } from '../former-options.ts';
import { addHelpEnd } from '../help.ts';
import { addCallArgument, addTargetOptions, levelOption, limit, saidCall } from '../options.ts';
import { note, print, printJson, take } from '../output.ts';
import { summariesIfAny } from '../summary-of-call.ts';
import { openTarget, type Target, type TargetOptions } from '../target.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';

const ACROSS_CALLS_LIMIT = 100;

interface ErrorsOptions extends TargetOptions, SpanOptions {
  level?: Level[];
  limit?: number;
  legs?: boolean;
  json?: boolean;
}

export function addErrors(program: Command): void {
  const command = addCallArgument(program.command('errors'), { isOptional: true });
  addSpanOptions(command, { what: 'events', sinceDefault: 'the first one', untilDefault: 'now' })
    .addOption(levelOption('instead of errors: events of this level'))
    .option(
      '--limit <n>',
      `maximum number of events (default: ${ACROSS_CALLS_LIMIT} of all calls, no maximum for one call)`,
      limit,
    )
    .option('--legs', 'also those of its parent and child calls, as summaries and Twilio name them; needs a SID')
    .addOption(formerOption('--call <sid>').argParser(saidCall));
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'errors --since 1h': 'errors of the last hour, on any call',
      'errors CA…': 'errors of one call',
      'errors CA… --legs': 'errors of a call, its parent and its children',
      'errors --level WARNING,ERROR --since 2026-11-28 --json': 'warnings and errors from this day on, for a program',
    },
    notes: ['An error is an event of level ERROR, or an event of unknown level that carries an error.'],
  }).action((sid: string | undefined, { call, ...options }: ErrorsOptions & { call?: string }) =>
    errors(nowOrFormer(sid, call, { now: 'errors CA…', former: '--call' }), options),
  );
}

async function errors(said: string | undefined, options: ErrorsOptions): Promise<void> {
  if (said !== undefined) return errorsOfCall(said, options);
  if (options.legs) throw new UsageProblem('--legs are those of a call: say errors CA… --legs');
  return errorsAcrossCalls(options);
}

async function errorsOfCall(said: string, { limit, legs = false, json, ...options }: ErrorsOptions): Promise<void> {
  const target = openTarget(options);
  const events = await target.events();
  const sid = await callMeant(said, events);
  const query = queryOf(options);
  let warnings = 0;
  const onWarning = () => {
    warnings += 1;
  };
  const errors = (callSid: string) => errorsAmid(events, { callSid, query, onWarning });
  const conversation = await readConversation(sid, {
    events,
    summaries: legs ? await summariesIfAny(target) : undefined,
    withLegs: legs,
    select: query.errorsOnly ? errors : (callSid) => events.eventsOfCall(callSid, query),
    atMost: limit,
  });
  const { taken, first, more } = conversation;
  if (first === undefined) note(noSuchCall(sid));
  else if (taken.length === 0) note(nothingFound(options.level));
  if (more) note(moreThan(taken));
  printConversation(conversation, { ...(json && { json: { ...conversationJson(conversation), more } }) });
  const words = json ? '' : errorWords(taken.map(({ stored }) => stored));
  if (words !== '') print(`\n${words}`);
  if (json || more || warnings === 0) return;
  const of = legs ? 'these calls' : 'this call';
  const carry = warnings === 1 ? `1 warning of ${of} carries` : `${warnings} warnings of ${of} carry`;
  const also = `errors CA… --level ERROR,WARNING${legs ? ' --legs' : ''}`;
  note(`${carry} an error code: ${curesFor(options).command(also)}`);
}

/**
 * Errors of one call, read together with its warnings: those would be read, and paid for, all the same.
 * @param onWarning called for each that carries an error code
 */
async function* errorsAmid(
  events: EventReader,
  { callSid, query, onWarning }: { callSid: string; query: EventQuery; onWarning: () => void },
): AsyncGenerator<StoredEvent> {
  const levels: Level[] = [...levelsAskedFor(query), 'WARNING'];
  for await (const stored of events.eventsOfCall(callSid, { ...query, errorsOnly: false, levels })) {
    if (isError(stored.event.data)) yield stored;
    else if (stored.level === 'WARNING' && callError(stored.event.data)?.code !== undefined) onWarning();
  }
}

async function errorsAcrossCalls({ limit = ACROSS_CALLS_LIMIT, json, ...options }: ErrorsOptions): Promise<void> {
  const target = openTarget(options);
  await requireIndexed(target, options.level);
  const events = await target.events();
  const { taken, more } = await take(events.latestEvents(queryOf(options)), limit);
  if (json) printJson({ events: taken.map(eventJson), more });
  else if (taken.length > 0) print(eventTable(taken));
  if (taken.length === 0) note(nothingFound(options.level));
  if (more) note(moreThan(taken));
  // Which cuts long ones.
  const isOnTerminal = !json && taken.length > 0 && process.stdout.isTTY;
  if (isOnTerminal) note(`one call in full: ${curesFor(options).command('errors CA…')}`);
}

function queryOf({ since: from, until: to, level: levels }: ErrorsOptions): EventQuery {
  return errorsUnlessLevels({ from, to, levels });
}

function nothingFound(levels: readonly Level[] | undefined): string {
  return levels === undefined ? 'no errors found' : `no events of level ${levels.join(' or ')} found`;
}

function moreThan(taken: readonly unknown[]): string {
  return `more than ${taken.length}: say --limit N for more of them`;
}

/** Without it the answer would be an empty list, or a part of one, and nobody would know. */
async function requireIndexed(target: Target, asked: readonly Level[] = ['ERROR']): Promise<void> {
  const { levels, setting } = await target.indexedLevels();
  const missing = asked.find((level) => !levels.includes(level));
  if (missing === undefined) return;
  throw new UsageProblem(
    `events of level ${missing} are not indexed across calls, only ${levels.join(', ')} and errors of level UNKNOWN. ` +
      `To index them from now on: ${setting}. Of one call they can always be asked for: errors CA… --level ${missing}`,
  );
}
