import { type Command, InvalidArgumentError } from 'commander';
import type { ArchiveTableName } from '../families/archive/archive-table.ts';
import { ARCHIVE_LAYOUTS } from '../families/archive/layouts.ts';
import { printable } from '../shared/printable.ts';
import { timeSaid } from '../shared/time-said.ts';
import { addHelpEnd } from './help.ts';
import { openArchive } from './of-archive.ts';
import { addTargetOptions, fileName } from './options.ts';
import { note, printJson } from './output.ts';
import { createProgress } from './progress.ts';
import { sizeInWords } from './size-words.ts';
import { stopBySignal } from './stop-by-signal.ts';
import { listOption } from './strict-options.ts';
import { openTarget, type TargetOptions } from './target.ts';

interface PullOptions extends TargetOptions {
  day: string;
  table?: ArchiveTableName[];
  json?: boolean;
}

const NAMES = ARCHIVE_LAYOUTS.map(({ name }) => name);

/** `archive pull`. */
export function addArchivePull(archive: Command): void {
  const command = archive
    .command('pull')
    .description('copy the Parquet files of a day into a folder, for pandas, Excel or DuckDB')
    .argument('<folder>', 'folder to write to, which is made where there is none', fileName)
    .requiredOption('--day <day>', 'the day, such as 2026-11-28', day)
    .addOption(
      listOption('--table <table>', `only this table, or several with commas: ${NAMES.join(', ')}`, tableName),
    );
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
  const { pullDay } = await import('../operations/archive/pull-day.ts');
  const store = await openArchive(openTarget(options)).store();
  let progress = createProgress(undefined);
  const report = await pullDay({
    store,
    day,
    tables: ARCHIVE_LAYOUTS.filter(({ name }) => table === undefined || table.includes(name)),
    directory: folder,
    onStart: (total) => {
      progress = createProgress(total);
    },
    onProgress: (done) => progress.update(done),
    signal: stopBySignal(),
  }).finally(() => progress.stop());
  if (json) return printJson({ day, folder, ...report });
  const { objects, bytes } = report;
  const files = objects === 1 ? '1 file' : `${objects} files`;
  note(
    objects === 0 ? `the archive has nothing of ${day}` : `${files}, ${sizeInWords(bytes)}, in ${printable(folder)}`,
  );
}

function day(text: string): string {
  const time = timeSaid(text);
  const date = time?.slice(0, 'yyyy-mm-dd'.length);
  if (date !== undefined && time === `${date}T00:00:00.000Z`) return date;
  throw new InvalidArgumentError('Expected a day, such as 2026-11-28.');
}

function tableName(text: string): ArchiveTableName {
  const name = NAMES.find((known) => known === text.trim().toLowerCase());
  if (name !== undefined) return name;
  throw new InvalidArgumentError(`Allowed: ${NAMES.join(', ')}.`);
}
