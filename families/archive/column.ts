import type { MediaEdge } from '../call-event/media-edge.ts';

/**
 * What a column of the archive holds: one name for what Parquet, Glue and DuckDB call it. A `timestamp` is UTC with
 * milliseconds; in a row of ours it is epoch ms. An `int` has 32 bits.
 */
export type ColumnType = 'string' | 'int' | 'double' | 'boolean' | 'timestamp' | 'doubles' | 'strings';

/** A column of a table of the archive. Its name and type never change, since old files keep them: one is added instead. */
export interface ArchiveColumn {
  /** `sdk_version`: lower case, and no word of SQL. */
  name: string;
  type: ColumnType;
  /** What it says, for people who write a question: one sentence. */
  about: string;
  /**
   * The dotted path under `data` whose value is moved here where it fits the type; else it stays in `other`. None for a
   * column that is computed and a copy.
   */
  path?: string;
  /** The same for each side of the call that the row can be of, where the path is another one. */
  edgePaths?: Partial<Record<MediaEdge, string>>;
}

/** A value in a row; null where there is none. */
export type ArchiveValue = string | number | boolean | readonly number[] | readonly string[] | null;

/** A row of the archive by column; a column that is absent is null. */
export type ArchiveRow = Readonly<Record<string, ArchiveValue | undefined>>;
