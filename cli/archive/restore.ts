import type { Command } from 'commander';
import type { ArchiveTableName } from '../../families/archive/archive-table.ts';
import type { RestoreReport } from '../../operations/archive/restore.ts';
import { systemClock } from '../../shared/clock.ts';
import { printable } from '../../shared/printable.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { openArchive } from '../of-archive.ts';
import { addTargetOptions } from '../options.ts';
import { note, printJson } from '../output.ts';
import { createLaterProgress, createProgress } from '../progress.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { changeRows } from './change-rows.ts';
import { countedRows, printRows, sumOf } from './counted-rows.ts';
import { addDayOptions, type DayOptions, daysSaid, tableOption } from './day-options.ts';
import { noteUnread } from './note-unread.ts';

/** Above rows in a dry run, and before the question. */
const WOULD = 'WOULD RESTORE';

interface RestoreCommandOptions extends TargetOptions, ChangeOptions, DayOptions {
  table: readonly ArchiveTableName[];
  json?: boolean;
}

export function addArchiveRestore(archive: Command): void {
  const command = archive.command('restore').description('write rows of the archive back into the tables');
  addDayOptions(command, 'rows to write').addOption(tableOption());
  addChangeOptions(command, 'how many rows would be written');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'archive restore --from 2026-11-01 --to 2026-11-30 --dry-run': 'how many rows those days have',
      'archive restore --from 2026-11-01 --to 2026-11-30 --table call_events': 'events of a month, after a question',
    },
    notes: [
      'Each row is written as it was, and kept as long as retentionDays says, from when it came.',
      'It can be stopped anywhere and run again. A newer version of a summary stays.',
    ],
  }).action(run);
}

async function run({ from, to, table, json, ...options }: RestoreCommandOptions): Promise<void> {
  const days = daysSaid({ from, to });
  const ask = confirm('archive restore', options);
  const { restore } = await import('../../operations/archive/restore.ts');
  const { ARCHIVE_TABLES } = await import('../../families/archive/tables.ts');
  const target = openTarget(options);
  const [{ store: writer, config }, store] = await Promise.all([
    target.ingest({ dryRun: options.dryRun ?? false, force: false }),
    openArchive(target).store(),
  ]);
  const look = async (execute: boolean) => {
    const progress = createLaterProgress(createProgress);
    return restore({
      store,
      writer,
      config,
      clock: systemClock,
      tables: ARCHIVE_TABLES.filter(({ layout }) => table.length === 0 || table.includes(layout.name)),
      execute,
      ...days,
      onStart: progress.start,
      onProgress: progress.update,
    }).finally(progress.stop);
  };
  await changeRows({
    ...options,
    ask,
    look,
    json,
    rowsOf: ({ rows }) => rows,
    head: WOULD,
    question: (rows) => `write ${rows} to the tables?`,
    say: (report, executed) => say(report, { executed, json }),
  });
}

function say(report: RestoreReport, { executed, json }: { executed: boolean; json: boolean | undefined }): void {
  const { rows, expired, refused, refusal } = report;
  noteUnread(report.unread);
  if (json) printJson({ executed, rows: Object.fromEntries(rows), expired, refused, unread: report.unread });
  else printRows(executed ? 'RESTORED' : WOULD, rows);
  if (sumOf(rows) === 0) note('the archive has no rows of those days');
  if (expired > 0)
    note(`${expired} of them are older than retentionDays: the table would delete them, so they stay out`);
  if (!executed && sumOf(rows) > 0) note(`nothing is changed: say --yes to write ${countedRows(rows)}`);
  if (refused === 0) return;
  note(`${refused} of them cannot be rows of the table: ${printable(refusal)}`);
  process.exitCode = 1;
}
