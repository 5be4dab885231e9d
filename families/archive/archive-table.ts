import type { Result } from '../../shared/rejection.ts';
import type { Row, RowContext } from '../family.ts';
import type { ArchiveColumn, ArchiveRow } from './column.ts';

/** What is to be known of a table of the archive without making a row: by the stack, by SQL, by the merge. */
export interface ArchiveLayout {
  /** `call_events`, as SQL names it. */
  name: ArchiveTableName;
  /** What the keys of its objects begin with: `events`. */
  folder: string;
  about: string;
  /** In the order in which files and Glue have them. `day`, the partition, is none of them. */
  columns: readonly ArchiveColumn[];
  /** Rows alike in these are one row, delivered several times or in several versions. */
  key: readonly string[];
  /** Of rows alike, the one that is greatest here is kept: of equals the later. */
  newest: string;
  /** How merged files are sorted. */
  order: readonly string[];
  /** The column that says the row's day; the arrival's counts where it lies far from it. */
  dayFrom: string;
  /** Columns that one SID is looked for in: files have a bloom filter on each. */
  sids: readonly string[];
}

export type ArchiveTableName = 'call_events' | 'call_summaries' | 'call_metrics' | 'conferences' | 'participants';

/** How the events of a family become rows of the archive, and those become rows of the tables again. */
export interface ArchiveTable<Event = unknown> {
  layout: ArchiveLayout;
  /**
   * The rows of an event: mostly one, of a list of samples one each. Lossless but for nulls; what is to be redacted is
   * redacted before. Pure.
   * @param arrivalMs when its record came onto the stream, epoch ms
   */
  toRows(event: Event, context: RowContext): ArchiveRow[];
  /** The event that a row was made of: of a list of samples, one with this sample alone. */
  fromRow(row: ArchiveRow): Event;
  /** The rows of the DynamoDB tables that an archived row stands for, byte for byte those of then. */
  tableRows(row: ArchiveRow, config: RowContext['config']): Result<readonly Row[]>;
}
