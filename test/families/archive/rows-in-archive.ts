import type { ArchiveTable } from '../../../families/archive/archive-table.ts';
import { archiveTableOf } from '../../../families/archive/tables.ts';
import type { DecodedEvent, Row } from '../../../families/family.ts';
import type { IngestConfig } from '../../../families/ingest-config.ts';
import { decode } from '../../../lambda/ingest/decode.ts';

/** An event that makes rows, with what the archive makes of it. */
export interface Archived {
  table: ArchiveTable;
  event: DecodedEvent['event'];
  /** Of the tables. */
  rows: readonly Row[];
  archived: ReturnType<ArchiveTable['toRows']>;
}

/** The events of a record that make rows. @param data of the record */
export function archivedOf(data: string | Uint8Array, config: IngestConfig, arrivalMs: number): Archived[] {
  return decode(Buffer.from(data).toString('base64')).events.flatMap((decoded) => {
    if (!decoded.ok) return [];
    const { family, event } = decoded.value;
    const table = archiveTableOf(family.name);
    const outcome = family.outcome(event, { arrivalMs, config });
    if (table === undefined || !outcome.ok) return [];
    return [{ table, event, rows: outcome.value.rows, archived: table.toRows(event, { arrivalMs, config }) }];
  });
}
