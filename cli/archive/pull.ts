import { type Command, Option } from 'commander';
import type { ArchiveTableName } from '../../families/archive/archive-table.ts';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import { printable } from '../../shared/printable.ts';
import { UsageProblem } from '../../shared/trouble.ts';
import { addHelpEnd } from '../help.ts';
import { openArchive } from '../of-archive.ts';
import { addTargetOptions, fileName } from '../options.ts';
import { note, printJson } from '../output.ts';
import { createLaterProgress, createProgress } from '../progress.ts';
import { sizeInWords } from '../size-words.ts';
import { stopBySignal } from '../stop-by-signal.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { dayText, tableOption } from './day-options.ts';

interface PullOptions extends TargetOptions {
  day?: string;
  table: ArchiveTableName[];
  json?: boolean;
}

/** `archive pull`. */
export function addArchivePull(archive: Command): void {
  const command = archive
    .command('pull')
    .description('copy the Parquet files of a day into a folder, for pandas, Power BI or DuckDB')
    .argument('<folder>', 'folder to write to, which is made where there is none', fileName)
    .addOption(new Option('--day <day>', 'the UTC day, such as 2026-11-28').argParser(dayText))
    .addOption(tableOption());
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'archive pull --day 2026-11-28 november': 'all tables of a day, into the folder november',
      'archive pull --day 2026-11-28 --table call_events november': 'its call events alone',
    },
    notes: [
      'A file that is there is never replaced. A call that is forgotten later stays in files that were copied before.',
    ],
  }).action(pull);
}

async function pull(folder: string, { day, table, json, ...options }: PullOptions): Promise<void> {
  if (day === undefined) throw new UsageProblem('say which day: --day DAY');
  const { pullDay } = await import('../../operations/archive/pull-day.ts');
  const store = await openArchive(openTarget(options)).store();
  const progress = createLaterProgress(createProgress);
  const report = await pullDay({
    store,
    day,
    tables: ARCHIVE_LAYOUTS.filter(({ name }) => table.length === 0 || table.includes(name)),
    directory: folder,
    onStart: progress.start,
    onProgress: progress.update,
    signal: stopBySignal(),
  }).finally(progress.stop);
  if (report.objects === 0) process.exitCode = 1;
  if (json) return printJson({ day, folder, ...report });
  const { objects, bytes } = report;
  const files = objects === 1 ? '1 file' : `${objects} files`;
  note(
    objects === 0 ? `the archive has nothing of ${day}` : `${files}, ${sizeInWords(bytes)}, in ${printable(folder)}`,
  );
}
