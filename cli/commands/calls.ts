import type { Command } from 'commander';
import type { CallEntry } from '../../families/call-summary/call-entry.ts';
import { knownTag } from '../../families/call-summary/in-words/tags.ts';
import { curesFor } from '../../operations/cures.ts';
import { systemClock } from '../../shared/clock.ts';
import { printable } from '../../shared/printable.ts';
import { DAY_MS } from '../../shared/utc-day.ts';
import { type CallPath, createCallGroups, PATHS_BY_MEANING } from '../call-groups.ts';
import { callJson, callTable, groupTable } from '../call-list-view.ts';
import { addCallFilters, byOption, type CallFilterOptions, callQuery } from '../call-options.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, limit } from '../options.ts';
import { note, print, printJson, take } from '../output.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';

const CALLS_LIMIT = 100;
const GROUPS_LIMIT = 20;
/** A list ends at its limit; a count goes through all calls there are. */
const DAYS = { listed: 30, counted: 1 };

interface CallsOptions extends TargetOptions, SpanOptions, CallFilterOptions {
  limit?: number;
  by?: CallPath;
  json?: boolean;
}

export function addCalls(program: Command): void {
  const command = addCallFilters(program.command('calls'));
  const sinceDefault = `${DAYS.listed}d, with --by ${DAYS.counted}d`;
  addSpanOptions(command, { what: 'calls that started', sinceDefault, untilDefault: 'now' })
    .addOption(byOption())
    .option(
      '--limit <n>',
      `maximum number of calls, with --by of groups (default: ${CALLS_LIMIT} calls, ${GROUPS_LIMIT} groups)`,
      limit,
    );
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'calls --number +15550100': 'which call it was: those of a number, newest first',
      'calls --since 1h --sip 5xx,6xx': 'calls of the last hour that a server or everyone refused',
      'calls --since 1d --tag high_jitter --by to.carrier': 'how many calls with jitter went to which carrier',
      'calls --since 1d --max-mos 3.5 --json': 'calls of the last day that sounded bad, for a program',
    },
    lists: {
      'Paths of --by': Object.fromEntries(
        Object.entries(PATHS_BY_MEANING).map(([meaning, paths]) => [paths.join(', '), meaning]),
      ),
    },
    notes: [
      'A list with commas means any of them. Several options together have all to be true.',
      'With --by, a call that has several values, such as tags, counts once for each.',
    ],
  }).action(calls);
}

async function calls(options: CallsOptions): Promise<void> {
  const query = callQuery(options);
  const isByParty = query.parties !== undefined;
  const days = options.by === undefined ? DAYS.listed : DAYS.counted;
  const from = options.since ?? new Date(systemClock.now() - days * DAY_MS).toISOString();
  const summaries = await openTarget(options).summaries({ byParty: isByParty });
  const found = summaries.latestCalls({ ...query, from, to: options.until });
  if (options.by === undefined) await list(found, options);
  else await count(found, options.by, options);
}

async function list(found: AsyncIterable<CallEntry>, options: CallsOptions): Promise<void> {
  const { taken, more } = await take(found, options.limit ?? CALLS_LIMIT);
  if (options.json) printJson({ calls: taken.map(callJson), more });
  else if (taken.length > 0) print(callTable(taken));
  if (taken.length === 0) note(nothingFound(options));
  if (more) note(`more than ${taken.length}: say --limit N for more of them`);
  const isOnTerminal = !options.json && taken.length > 0 && process.stdout.isTTY;
  if (isOnTerminal) note(`one call in words: ${curesFor(options).command('why CA…')}`);
}

async function count(found: AsyncIterable<CallEntry>, path: CallPath, options: CallsOptions): Promise<void> {
  const counted = createCallGroups(path);
  for await (const call of found) counted.add(call);
  const { calls: all, groups } = counted.groups();
  const told = groups.slice(0, options.limit ?? GROUPS_LIMIT);
  const more = groups.length > told.length;
  if (options.json) printJson({ groups: told, calls: all, more });
  else if (told.length > 0) print(groupTable(path, told));
  if (told.length === 0) note(nothingFound(options));
  if (more) note(`${groups.length} groups: say --limit N for more of them`);
}

function nothingFound({ since, tag = [] }: CallsOptions): string {
  const unknown = tag.filter((one) => knownTag(one) === undefined).map(printable);
  const earlier = since === undefined ? '; --since looks further back' : '';
  const noTag = unknown.length === 0 ? '' : `. No such tag is known: ${unknown.join(', ')}`;
  return `no calls found${earlier}${noTag}. Calls are found by their summaries, the first of which comes up to 10 minutes after a call`;
}
