import type { Command } from 'commander';
import type { EventReader } from '../../lambda/store/event-reader.ts';
import type { StoredEvent } from '../../lambda/store/item.ts';
import type { TimeSpan } from '../../lambda/store/key-condition.ts';
import type { Level } from '../../shared/level.ts';
import { eventJson, eventTable, noSuchCall, timeline } from '../event-view.ts';
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
  json?: boolean;
}

export function addErrors(program: Command): void {
  addTargetOptions(program.command('errors'))
    .description('what went wrong: on one call, or across calls, newest first')
    .option('--call <sid>', 'of this call, in its order', callSid)
    .option('--since <time>', 'from this time on: 30m, 1h, 7d back from now, or an ISO 8601 time', (text) =>
      since(text, Date.now()),
    )
    .option('--level <level>', 'events of this level instead of errors', level)
    .option('--limit <n>', `so many at most; default: ${ACROSS_CALLS_LIMIT} across calls, all of one call`, limit)
    .action(errors);
}

async function errors(options: ErrorsOptions): Promise<void> {
  const target = openTarget(options);
  if (options.call === undefined) await requireIndexed(target, options.level);
  const events = await target.events();
  const first = options.call === undefined ? undefined : await events.firstOfCall(options.call);
  const atMost = options.limit ?? (options.call === undefined ? ACROSS_CALLS_LIMIT : undefined);
  const { taken, more } = await take(answer(events, options), atMost);
  if (options.json) printJson({ events: taken.map(eventJson), more });
  else if (taken.length > 0) print(first === undefined ? eventTable(taken) : timeline(taken, first));
  if (options.call !== undefined && first === undefined) note(noSuchCall(options.call));
  else if (taken.length === 0) {
    note(options.level === undefined ? 'no errors found' : `no events of level ${options.level} found`);
  }
  if (more) note(`more than ${atMost}: say --limit N for more of them`);
}

function answer(events: EventReader, options: ErrorsOptions): AsyncGenerator<StoredEvent> {
  const span: TimeSpan = options.since === undefined ? {} : { from: options.since };
  if (options.call === undefined) {
    return options.level === undefined ? events.latestErrors(span) : events.latestOfLevel(options.level, span);
  }
  return options.level === undefined
    ? events.errorsOfCall(options.call, span)
    : events.eventsOfCall(options.call, { ...span, levels: [options.level] });
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
