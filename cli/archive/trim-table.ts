import { type Command, Option } from 'commander';
import type { TrimReport } from '../../operations/archive/trim-table.ts';
import { systemClock } from '../../shared/clock.ts';
import { UsageProblem } from '../../shared/trouble.ts';
import { addChangeOptions, type ChangeOptions, confirm } from '../confirm.ts';
import { addHelpEnd } from '../help.ts';
import { openArchive } from '../of-archive.ts';
import { addTargetOptions } from '../options.ts';
import { note, printJson } from '../output.ts';
import { createLaterProgress, createProgress } from '../progress.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { timeAgoOrSaid } from '../time-options.ts';
import { changeRows } from './change-rows.ts';
import { countedRows, printRows, sumOf } from './counted-rows.ts';
import { noteUnread } from './note-unread.ts';

/** Above rows in a dry run, and before the question. */
const WOULD = 'WOULD DELETE';

interface TrimCommandOptions extends TargetOptions, ChangeOptions {
  /** Fixed-width UTC. */
  to?: string;
  json?: boolean;
}

export function addArchiveTrimTable(archive: Command): void {
  const command = archive
    .command('trim-table')
    .description('delete old rows of the tables that the archive has, byte for byte');
  command.addOption(
    new Option('--to <time>', 'rows of days before this one: 90d, or a UTC date').argParser((text) =>
      timeAgoOrSaid(text, systemClock.now()),
    ),
  );
  addChangeOptions(command, 'how many rows would be deleted');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'archive trim-table --to 90d --dry-run': 'how many rows of earlier days the archive has',
      'archive trim-table --to 90d': 'delete them from the tables, after a question',
    },
    notes: [
      'A lower retentionDays shortens no row that is there already: this does. It takes events and samples.',
      'Each row is compared with the archive before it goes. Rows that the archive lacks stay: archive fill adds them.',
    ],
  }).action(run);
}

async function run({ to, json, ...options }: TrimCommandOptions): Promise<void> {
  if (to === undefined) throw new UsageProblem('say which days stay: --to 90d, or the first of them');
  const ask = confirm('archive trim-table', options);
  const before = to.slice(0, 'yyyy-mm-dd'.length);
  if (Date.parse(to) > systemClock.now()) throw new UsageProblem(`--to ${before} is to come: no row is that old`);
  const { trimTable } = await import('../../operations/archive/trim-table.ts');
  const target = openTarget(options);
  const [{ config }, tables, store] = await Promise.all([
    target.ingest({ dryRun: options.dryRun ?? false, force: false }),
    target.tables(),
    openArchive(target).store(),
  ]);
  const look = async (execute: boolean) => {
    const progress = createLaterProgress(createProgress);
    return trimTable({
      ...tables,
      store,
      config,
      clock: systemClock,
      before,
      execute,
      onStart: progress.start,
      onProgress: progress.update,
    }).finally(progress.stop);
  };
  await changeRows({
    ...options,
    ask,
    look,
    json,
    rowsOf: ({ trimmed }) => trimmed,
    head: WOULD,
    question: (rows) => `delete ${rows} of days before ${before} from the tables?`,
    say: (report, executed) => say(report, { before, executed, json }),
  });
}

interface Said {
  before: string;
  executed: boolean;
  json: boolean | undefined;
}

function say({ trimmed, different, unread }: TrimReport, { before, executed, json }: Said): void {
  noteUnread(unread);
  if (json) printJson({ executed, before, rows: Object.fromEntries(trimmed), different, unread });
  else printRows(executed ? 'DELETED' : WOULD, trimmed);
  if (sumOf(trimmed) === 0) note(`nothing to delete: no row before ${before} is in both, table and archive`);
  else if (!executed) note(`nothing is changed: say --yes to delete ${countedRows(trimmed)}`);
  if (different > 0) note(`${different} rows differ from what the archive has: they stay`);
}
