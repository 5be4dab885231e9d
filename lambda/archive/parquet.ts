import { gunzipSync, gzipSync } from 'node:zlib';
import { type Compressors, type ParquetParsers, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { ByteWriter, parquetWrite } from 'hyparquet-writer';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ArchiveRow, ArchiveValue } from '../../families/archive/column.ts';
import type { ObjectBytes } from './archive-store.ts';
import { parquetSchema } from './parquet-schema.ts';

/** Of the columns: a reader that knows a version knows every lower one, since columns are only added. */
const COLUMNS_VERSION = '1';
const ROW_GROUP_SIZE = 100_000;
/** The footer of most files, and the filters before it: far less than the half a megabyte that the reader fetches itself. */
export const FOOTER_BYTES = 24_576;

const UTF_8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** What a reader needs to have values as rows of the archive have them: a time is epoch ms. */
export const READING: { compressors: Compressors; parsers: Partial<ParquetParsers> } = {
  compressors: { GZIP: (input) => gunzipSync(input) },
  parsers: {
    timestampFromMilliseconds: Number,
    // A text can begin with what looks like a byte order mark, which is a part of it.
    stringFromBytes: (bytes) => bytes && UTF_8.decode(bytes),
  },
};

/** Values of all rows, by column; a column that is absent is null in each. */
export type ColumnValues = Readonly<Record<string, readonly ArchiveValue[] | undefined>>;

export interface WriteOptions {
  /** @default 100,000 */
  rowGroupSize?: number;
  /** Without GZIP a file has the same bytes whoever wrote it, of whichever version of zlib. @default true */
  isCompressed?: boolean;
}

/**
 * A Parquet file. GZIP, which every reader has; no run lengths of booleans, which some readers have not; a bloom filter on
 * each column that one SID is looked for in.
 * @param rows how many
 */
export function writeColumns(
  layout: ArchiveLayout,
  values: ColumnValues,
  rows: number,
  { rowGroupSize = ROW_GROUP_SIZE, isCompressed = true }: WriteOptions = {},
): Uint8Array {
  const writer = new ByteWriter();
  parquetWrite({
    writer,
    schema: parquetSchema(layout.columns),
    columnData: layout.columns.map(({ name, type }) => ({
      name,
      data: (values[name] as ArchiveValue[] | undefined) ?? new Array<null>(rows).fill(null),
      ...(type === 'boolean' && { encoding: 'PLAIN' }),
      ...(layout.sids.includes(name) && { bloomFilter: true }),
    })),
    codec: isCompressed ? 'GZIP' : 'UNCOMPRESSED',
    compressors: { GZIP: (input) => gzipSync(input) },
    rowGroupSize,
    kvMetadata: [
      { key: 'voice_insights_columns', value: COLUMNS_VERSION },
      { key: 'voice_insights_table', value: layout.name },
      { key: 'voice_insights_rows', value: String(rows) },
    ],
  });
  return writer.getBytes();
}

/** A Parquet file of rows. */
export function writeRows(layout: ArchiveLayout, rows: readonly ArchiveRow[], options?: WriteOptions): Uint8Array {
  const values = Object.fromEntries(layout.columns.map(({ name }) => [name, rows.map((row) => row[name] ?? null)]));
  return writeColumns(layout, values, rows.length, options);
}

/** Which rows are wanted: those with one of these SIDs in a column that has a filter. */
export interface RowsWanted {
  column: string;
  sids: readonly string[];
}

/**
 * The rows of a file, which is to be a small one, or of a few SIDs of any file. Of a file that has no such SID little more
 * than the footer is read. Columns that it has and the layout has not are left out.
 * @throws ObjectGone where it is not there any more
 */
export async function readRows(layout: ArchiveLayout, file: ObjectBytes, wanted?: RowsWanted): Promise<ArchiveRow[]> {
  const metadata = await parquetMetadataAsync(file, { ...READING, initialFetchSize: FOOTER_BYTES });
  const inFile = new Set(metadata.schema.map(({ name }) => name));
  return parquetReadObjects({
    ...READING,
    file,
    metadata,
    columns: layout.columns.flatMap(({ name }) => (inFile.has(name) ? name : [])),
    ...(wanted !== undefined && { filter: { [wanted.column]: { $in: [...wanted.sids] } }, useBloomFilters: true }),
  });
}
