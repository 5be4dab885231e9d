import { callEventTable } from '../call-event/archive-table.ts';
import { callMetricTable } from '../call-metric/archive-table.ts';
import { callSummaryTable } from '../call-summary/archive-table.ts';
import { conferenceTable } from '../conference-summary/archive-table.ts';
import { participantTable } from '../participant-summary/archive-table.ts';
import type { ArchiveTable, ArchiveTableName } from './archive-table.ts';

const BY_FAMILY: Readonly<Record<string, ArchiveTable>> = {
  'call-event': callEventTable,
  'call-summary': callSummaryTable,
  'call-metric': callMetricTable,
  'conference-summary': conferenceTable,
  'participant-summary': participantTable,
};

/** Every table of the archive, with how events become its rows. */
export const ARCHIVE_TABLES: readonly ArchiveTable[] = Object.values(BY_FAMILY);

/** Where the archive keeps the events of a family; undefined for one that has no rows. @param familyName `call-event` */
export function archiveTableOf(familyName: string): ArchiveTable | undefined {
  return Object.hasOwn(BY_FAMILY, familyName) ? BY_FAMILY[familyName] : undefined;
}

export function archiveTableNamed(name: ArchiveTableName): ArchiveTable {
  const table = ARCHIVE_TABLES.find(({ layout }) => layout.name === name);
  if (table === undefined) throw new Error(`no table ${name} in the archive`);
  return table;
}
