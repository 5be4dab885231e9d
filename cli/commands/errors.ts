import type { Command } from 'commander';
import type { TimeSpan } from '../../lambda/store/key-condition.ts';
import type { Level } from '../../shared/level.ts';
import { conversationJson, printConversation, readConversation } from '../conversation.ts';
import { eventJson, eventTable, noSuchCall } from '../event-view.ts';
import { addTargetOptions, callSid, level, limit, since } from '../options.ts';
import { note, print, printJson, take } from '../output.ts';
import { UsageProblem } from '../problem.ts';
import { openTarget, type Target, type TargetOptions } from '../target.ts';

const ACROSS_CALLS_LIMIT = 100;

interface ErrorsOptions extends TargetOptions {
  call?: string;
  since?: string;
  level?: Level;
  limit?: number;
  legs?: boolean;
  json?: boolean;
}

export function addErrors(program: Command): void {
  addTargetOptions(program.command('errors'))
    .option('--call <sid>', 'of this call, in its order', callSid)
    .option('--since <time>', 'from this time on: 30m, 1h, 7d back from now, or an ISO 8601 time', (text) =>
      since(text, Date.now()),
    )
    .option('--level <level>', 'events of this level instead of errors', level)
    .option('--limit <n>', `so many at most; default: ${ACROSS_CALLS_LIMIT} across calls, all of one call`, limit)
    .option('--legs', 'with --call: of its parent and child calls too, as Twilio knows them')
    .action(errors);
}

async function errors(options: ErrorsOptions): Promise<void> {
  if (options.call !== undefined) return errorsOfCall(options.call, options);
  if (options.legs) throw new UsageProblem('--legs are those of a call: say --call CA… too');
  return errorsAcrossCalls(options);
}

async function errorsOfCall(
  sid: string,
  { limit, level, legs = false, json, ...options }: ErrorsOptions,
): Promise<void> {
  const events = await openTarget(options).events();
  const span = spanOf(options);
  const conversation = await readConversation(sid, {
    events,
    withLegs: legs,
    select: (callSid) =>
      level === undefined
        ? events.errorsOfCall(callSid, span)
        : events.eventsOfCall(callSid, { ...span, levels: [level] }),
    atMost: limit,
  });
  const { taken, first, more } = conversation;
  if (first === undefined) note(noSuchCall(sid));
  else if (taken.length === 0) note(nothingFound(level));
  if (more) note(moreThan(taken));
  printConversation(conversation, json ? { ...conversationJson(conversation), more } : undefined);
}

async function errorsAcrossCalls({
  limit = ACROSS_CALLS_LIMIT,
  level,
  json,
  ...options
}: ErrorsOptions): Promise<void> {
  const target = openTarget(options);
  await requireIndexed(target, level);
  const events = await target.events();
  const span = spanOf(options);
  const answer = level === undefined ? events.latestErrors(span) : events.latestOfLevel(level, span);
  const { taken, more } = await take(answer, limit);
  if (json) printJson({ events: taken.map(eventJson), more });
  else if (taken.length > 0) print(eventTable(taken));
  if (taken.length === 0) note(nothingFound(level));
  if (more) note(moreThan(taken));
}

function spanOf({ since: from }: ErrorsOptions): TimeSpan {
  return from === undefined ? {} : { from };
}

function nothingFound(level: Level | undefined): string {
  return level === undefined ? 'no errors found' : `no events of level ${level} found`;
}

function moreThan(taken: readonly unknown[]): string {
  return `more than ${taken.length}: say --limit N for more of them`;
}

/** Without it the answer would be an empty list, or a part of one, and nobody would know. */
async function requireIndexed(target: Target, asked: Level = 'ERROR'): Promise<void> {
  const { levels, setting } = await target.indexedLevels();
  if (levels.includes(asked)) return;
  throw new UsageProblem(
    `events of level ${asked} are not indexed across calls, only ${levels.join(', ')} and errors of level UNKNOWN. ` +
      `To index them from now on: ${setting}. Of one call they can always be asked for: errors --call CA… --level ${asked}`,
  );
}
