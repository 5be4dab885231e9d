import type { ReadEnvelope } from '../event-data.ts';
import type { RowContext } from '../family.ts';
import { asWrittenIn } from './as-written.ts';
import type { ArchiveRow } from './column.ts';

/** What a row has of its CloudEvent, beside the data. @param timestamp the time in the data, which need not stand twice */
export function envelopeColumns(
  { id, type, time, schemaVersion }: ReadEnvelope,
  { arrivalMs }: Pick<RowContext, 'arrivalMs'>,
  timestamp?: unknown,
): ArchiveRow {
  return {
    event_id: id,
    event_type: type,
    schema_version: schemaVersion ?? null,
    arrived_at: arrivalMs,
    event_time: time === undefined || time === timestamp ? null : time,
  };
}

/** Whether the CloudEvent has no time, while the data has a text that would be taken for it. */
export function isUntimed({ time }: ReadEnvelope, timestamp: unknown): boolean {
  return time === undefined && typeof timestamp === 'string';
}

/** The CloudEvent of a row, without its data. @param timestamp the time in the data */
export function envelopeOf(row: ArchiveRow, timestamp?: unknown): ReadEnvelope {
  const time = row.event_time ?? (asWrittenIn(row.as_written).isUntimed ? undefined : timestamp);
  return {
    id: String(row.event_id),
    type: String(row.event_type),
    ...(typeof time === 'string' && { time }),
    ...(typeof row.schema_version === 'number' && { schemaVersion: row.schema_version }),
  };
}

/** When the record of a row came onto the stream, epoch ms. */
export function arrivalOf({ arrived_at: arrivedAt }: ArchiveRow): number {
  if (typeof arrivedAt !== 'number') throw new Error('a row of the archive without arrived_at');
  return arrivedAt;
}
