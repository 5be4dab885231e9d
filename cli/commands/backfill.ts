import type { Command } from 'commander';
import { accountSid, addTargetOptions, fileName, saidCall, since } from '../options.ts';

export function addBackfill(program: Command): void {
  const time = (text: string) => since(text, Date.now());
  addTargetOptions(program.command('backfill'))
    .argument('[sid...]', 'the calls', (text: string, before: string[] | undefined) => [
      ...(before ?? []),
      saidCall(text),
    ])
    .option('--file <file>', 'calls from a file, one SID a line, or the first column of a CSV file', fileName)
    .option('--after <sid>', 'go on with the file after this call', saidCall)
    .option('--from <time>', 'calls that started from then on: 7d back from now, or an ISO 8601 time', time)
    .option('--to <time>', 'calls that started until then; default: 6 hours ago', time)
    .option('--account <sid>', 'of this subaccount', accountSid)
    .option('--check', 'report the difference, write nothing')
    .option(
      '--force',
      'also calls that ended less than 6 hours ago, or have records set aside: their events may come a second time',
    )
    .action(async (sids, options) => (await import('../run-backfill.ts')).backfill(sids, options));
}
