import type { Command } from 'commander';
import type { FillReport } from '../../operations/archive/fill.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { openArchive } from '../of-archive.ts';
import { addTargetOptions } from '../options.ts';
import { note, printJson } from '../output.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { changeRows } from './change-rows.ts';
import { countedRows, printRows, sumOf } from './counted-rows.ts';
import { addDayOptions, type DayOptions, daysSaid } from './day-options.ts';
import { noteUnread } from './note-unread.ts';

/** Above rows in a dry run, and before the question. */
const WOULD = 'WOULD ADD';

interface FillCommandOptions extends TargetOptions, ChangeOptions, DayOptions {
  json?: boolean;
}

/** Rows between two lines of how far it is: nobody knows how many a table has. */
const TELL_EVERY = 100_000;

export function addArchiveFill(archive: Command): void {
  const command = archive.command('fill').description('add rows that the tables have and the archive lacks');
  addDayOptions(command, 'rows to add');
  addChangeOptions(command, 'how many rows would be added');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'archive fill --from 2026-10-01 --to 2026-10-31 --dry-run': 'how many rows of a month the archive lacks',
      'archive fill --from 2026-10-01 --to 2026-10-31 --yes': 'add them, without a question',
    },
    notes: [
      'For a stack that is older than its archive. It reads both tables whole, which DynamoDB charges for.',
      'A row does not say when it came: its arrived_at is the time of its event, or the start of its day.',
    ],
  }).action(run);
}

async function run({ from, to, json, ...options }: FillCommandOptions): Promise<void> {
  const days = daysSaid({ from, to });
  const ask = confirm('archive fill', options);
  const { fill } = await import('../../operations/archive/fill.ts');
  const target = openTarget(options);
  const [{ config }, tables, store] = await Promise.all([
    target.ingest({ dryRun: options.dryRun ?? false, force: false }),
    target.tables(),
    openArchive(target).store(),
  ]);
  const look = (execute: boolean) => {
    let told = 0;
    return fill({
      ...tables,
      store,
      config,
      execute,
      ...days,
      onProgress(rows) {
        if (rows - told < TELL_EVERY) return;
        told = rows;
        note(`${rows} rows of the tables read`);
      },
    });
  };
  await changeRows({
    ...options,
    ask,
    look,
    json,
    rowsOf: ({ filled }) => filled,
    head: WOULD,
    question: (rows) => `add ${rows} to the archive?`,
    say: (report, executed) => say(report, { executed, json }),
  });
}

function say(report: FillReport, { executed, json }: { executed: boolean; json: boolean | undefined }): void {
  const { filled, objects, there, unlike } = report;
  noteUnread(report.unread);
  if (json) printJson({ executed, rows: Object.fromEntries(filled), objects, there, unlike, unread: report.unread });
  else printRows(executed ? 'ADDED' : WOULD, filled);
  if (sumOf(filled) === 0) note(`the archive lacks nothing of those days: it has ${there} of their rows`);
  else if (!executed) note(`nothing is changed: say --yes to add ${countedRows(filled)}`);
  if (unlike === 0) return;
  note(`${unlike} rows are in the table alone: made of the archive, they would be others`);
  process.exitCode = 1;
}
