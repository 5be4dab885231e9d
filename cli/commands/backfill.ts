import type { Command } from 'commander';
import { UsageProblem } from '../../shared/trouble.ts';
import { addChangeOptions } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { addTargetOptions, addTwilioOptions, fileName, saidCall, saidCalls } from '../options.ts';
import { addSpanOptions } from '../time-options.ts';

export function addBackfill(program: Command): void {
  const command = program.command('backfill').argument('[sid...]', 'SIDs of calls, or links to them', saidCalls);
  addSpanOptions(command, {
    what: 'calls that started',
    untilDefault: '6 hours ago',
    former: { since: '--from', until: '--to' },
  });
  command
    .option('--summaries', 'store call summaries instead of events, where they are better than those of the table')
    .option('--metrics', 'store samples of call metrics instead of events')
    .option(
      '--conferences',
      'store conferences and their participants instead, where they are better than those of the table',
    )
    .option('--file <file>', 'file of SIDs: one a line, or the first column of CSV', fileName)
    .option('--after <sid>', 'with --file: start behind this call', saidCall)
    .option(
      '--force',
      'also calls that ended less than 6 hours ago or have records in the holding bucket, whose events may then be stored twice. Also when the stack stores rows in another layout than this version (deploy first, if you can)',
    );
  addChangeOptions(addTwilioOptions(command), 'what the tables lack', { dryRun: '--check' });
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'backfill CA… CA…': 'events of two calls',
      'backfill --since 2026-11-28 --until 2026-11-29 --dry-run': 'how many events of a day the table lacks',
      'backfill --file calls.csv --yes': 'events of the calls in a file, without a question',
      'backfill --summaries --since 7d': 'summaries of the calls of a week',
      'backfill --metrics CA…': 'samples of one call',
      'backfill --conferences --since 7d': 'conferences of a week, with their participants',
      'backfill --conferences CF…': 'one conference',
    },
    notes: [
      'Twilio keeps events, summaries and metrics for 30 days.',
      'With --summaries and --conferences, --until defaults to now.',
    ],
  }).action(async (sids, options) => {
    const { summaries, metrics, conferences } = options;
    if ([summaries, metrics, conferences].filter(Boolean).length > 1) {
      throw new UsageProblem('--summaries, --metrics and --conferences: say one of them');
    }
    if (conferences) return (await import('../run-backfill-conferences.ts')).backfillConferences(sids, options);
    if (summaries) return (await import('../run-backfill-summaries.ts')).backfillSummaries(sids, options);
    return (await import('../run-backfill.ts')).backfill(sids, options);
  });
}
