import type { Command } from 'commander';
import type { ArchiveStatus, TableStatus } from '../../operations/archive/archive-status.ts';
import { printable } from '../../shared/printable.ts';
import { addHelpEnd } from '../help.ts';
import { openArchive } from '../of-archive.ts';
import { addTargetOptions } from '../options.ts';
import { note, print, printJson } from '../output.ts';
import { createLaterProgress } from '../progress.ts';
import { sizeInWords } from '../size-words.ts';
import { openTarget, type TargetOptions } from '../target.ts';
import { fittingTable } from '../terminal.ts';
import { noteUnread } from './note-unread.ts';

/** `archive status`. */
export function addArchiveStatus(archive: Command): void {
  const command = archive.command('status').description('show how many days, rows and bytes each table has');
  addHelpEnd(addTargetOptions(command), {
    examples: {
      'archive status': 'what the archive of the stack has, and its newest row',
      'archive status --local --json': 'the same of the pipeline on this machine, for a program',
    },
    notes: ['Until a day is merged, an event that was delivered twice counts twice in it.'],
  }).action(status);
}

async function status({ json, ...options }: TargetOptions & { json?: boolean }): Promise<void> {
  const { archiveStatus } = await import('../../operations/archive/archive-status.ts');
  const store = await openArchive(openTarget(options)).store();
  const progress = createLaterProgress();
  const found = await archiveStatus({
    store,
    onStart: progress.start,
    onProgress: progress.update,
  }).finally(progress.stop);
  if (json) printJson(statusJson(found));
  else printStatus(found);
  noteUnread(found.unread);
}

function statusJson({ tables, lock, unread }: ArchiveStatus) {
  return {
    tables: tables.map(({ firstDay, lastDay, isEveryRowCounted, ...status }) => ({
      ...status,
      first_day: firstDay,
      last_day: lastDay,
      every_row_counted: isEveryRowCounted,
    })),
    lock,
    unread,
  };
}

function printStatus({ tables, lock }: ArchiveStatus): void {
  const head = ['TABLE', 'DAYS', 'FROM', 'TO', 'ROWS', 'OBJECTS', 'NOT MERGED', 'SIZE', 'NEWEST (UTC)'];
  print(fittingTable([{ head, rows: tables.map(cellsOf) }]));
  if (lock !== null) note(`a merge or an erasure is at work: ${lock.holder}, last heard of at ${lock.at}`);
  if (tables.every(({ objects }) => objects === 0)) note('the archive is empty');
}

function cellsOf({ table, days, firstDay, lastDay, rows, isEveryRowCounted, ...status }: TableStatus): string[] {
  const { objects, unmerged, bytes, newest } = status;
  const atLeast = isEveryRowCounted ? '' : ' or more';
  return [
    table,
    days,
    firstDay,
    lastDay,
    `${rows}${atLeast}`,
    objects,
    unmerged,
    sizeInWords(bytes),
    newest?.replace('T', ' ').slice(0, 'yyyy-mm-dd hh:mm:ss'.length) ?? null,
  ].map(printable);
}
