import type { Command } from 'commander';
import { addChangeOptions } from '../confirm.ts';
import { accountSid, addTargetOptions, fileName, saidCall } from '../options.ts';
import { addSpanOptions } from '../time-options.ts';

export function addBackfill(program: Command): void {
  const command = addTargetOptions(program.command('backfill'));
  addSpanOptions(command, {
    what: 'calls that started',
    untilDefault: '6 hours ago',
    former: { since: '--from', until: '--to' },
  });
  addChangeOptions(command, 'which events the table lacks', { dryRun: '--check' })
    .argument('[sid...]', 'the calls', (text: string, before: string[] | undefined) => [
      ...(before ?? []),
      saidCall(text),
    ])
    .option('--file <file>', 'calls from a file, one SID a line, or the first column of a CSV file', fileName)
    .option('--after <sid>', 'go on with the file after this call', saidCall)
    .option('--account <sid>', 'of this subaccount', accountSid)
    .option(
      '--force',
      'also calls that ended less than 6 hours ago, or have records set aside: their events may come a second time',
    )
    .action(async (sids, options) => (await import('../run-backfill.ts')).backfill(sids, options));
}
