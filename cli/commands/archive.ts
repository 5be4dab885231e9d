import type { Command } from 'commander';
import { addArchiveFill } from '../archive/fill.ts';
import { addArchivePull } from '../archive/pull.ts';
import { addArchiveRestore } from '../archive/restore.ts';
import { addArchiveStatus } from '../archive/status.ts';
import { addArchiveTrimTable } from '../archive/trim-table.ts';
import { addHelpEnd } from '../help.ts';

export function addArchive(program: Command): void {
  const archive = program.command('archive');
  addHelpEnd(archive, {
    examples: {
      'archive status': 'how many days, rows and bytes each table has',
      'archive status --help': 'more about one of these commands',
    },
  });
  addArchiveStatus(archive);
  addArchivePull(archive);
  addArchiveFill(archive);
  addArchiveRestore(archive);
  addArchiveTrimTable(archive);
}
