import { type Command, InvalidArgumentError } from 'commander';
import { oneOf } from '../../families/call-summary/enumerations.ts';
import {
  CONFERENCE_STATUSES,
  CONFERENCE_TAGS,
  type ConferenceStatus,
  type ConferenceTag,
  DETECTED_ISSUES,
  type DetectedIssue,
} from '../../families/conference-summary/enumerations.ts';
import { systemClock } from '../../shared/clock.ts';
import { DAY_MS } from '../../shared/utc-day.ts';
import { conferenceJson, conferenceTable } from '../conference-view.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, limit } from '../options.ts';
import { note, print, printJson, take } from '../output.ts';
import { listOption } from '../strict-options.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { addSpanOptions, type SpanOptions } from '../time-options.ts';

const LIMIT = 100;
const DAYS = 1;

interface ConferencesOptions extends TargetOptions, SpanOptions {
  status?: ConferenceStatus[];
  tag?: ConferenceTag[];
  issue?: DetectedIssue[];
  limit?: number;
  json?: boolean;
}

export function addConferences(program: Command): void {
  const command = program.command('conferences');
  addSpanOptions(command, { what: 'conferences that were made', sinceDefault: `${DAYS}d`, untilDefault: 'now' })
    .addOption(
      listOption(
        '--status <status>',
        `only conferences of this status: ${CONFERENCE_STATUSES.join(', ')}`,
        oneOfWords(CONFERENCE_STATUSES),
      ),
    )
    .addOption(
      listOption(
        '--tag <tag>',
        `only conferences with this tag: ${CONFERENCE_TAGS.join(', ')}`,
        oneOfWords(CONFERENCE_TAGS),
      ),
    )
    .addOption(
      listOption(
        '--issue <issue>',
        `only conferences with this trouble: ${DETECTED_ISSUES.join(', ')}`,
        oneOfWords(DETECTED_ISSUES),
      ),
    )
    .option('--limit <n>', `maximum number of conferences (default: ${LIMIT})`, limit);
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'conferences --since 1d': 'conferences of the last day, newest first',
      'conferences --issue call_quality --json': 'those in which Twilio found bad quality, for a program',
    },
    notes: ['A list with commas means any of them. Several options together have all to be true.'],
  }).action(conferences);
}

async function conferences(options: ConferencesOptions): Promise<void> {
  const { since, until, status: statuses, tag: tags, issue: issues } = options;
  const from = since ?? new Date(systemClock.now() - DAYS * DAY_MS).toISOString();
  const reader = await openTarget(options).conferences();
  const found = reader.latestConferences({ from, to: until, statuses, tags, issues });
  const { taken, more } = await take(found, options.limit ?? LIMIT);
  if (options.json) printJson({ conferences: taken.map(conferenceJson), more });
  else if (taken.length > 0) print(conferenceTable(taken));
  if (taken.length === 0) note(`no conferences found${since === undefined ? '; --since looks further back' : ''}`);
  if (more) note(`more than ${taken.length}: say --limit N for more of them`);
}

function oneOfWords<Value extends string>(values: readonly Value[]) {
  return (text: string): Value => {
    const value = oneOf(values, text);
    if (value !== undefined) return value;
    throw new InvalidArgumentError(`Allowed: ${values.join(', ')}.`);
  };
}
