import { parquetMetadataAsync, parquetReadObjects, rowIndex } from 'hyparquet';
import type { ArchiveLayout } from '../../families/archive/archive-table.ts';
import type { ObjectBytes } from '../archive/archive-store.ts';
import { FOOTER_BYTES, READING } from '../archive/parquet.ts';

/** Whose rows are meant. */
export interface WhoseRows {
  /** SIDs of calls and of conferences. */
  sids: ReadonlySet<string>;
  /** Numbers, clients and SIP addresses: rows of no call that name one of them. */
  parties: ReadonlySet<string>;
}

/** Columns that say whose a row is: of the others some name a SID that the row is not of. */
const OWNERS = ['call_sid', 'conference_sid'];
const PARTIES = ['from_number', 'to_number'];
/** Of no more SIDs the bloom filters are asked: they are read for each file. */
const FEW = 50;

/** Places of the rows in a file that are meant. Of a file that has none, little more than the footer is read. */
export async function rowsOfSids(
  { sids, parties }: WhoseRows,
  layout: ArchiveLayout,
  file: ObjectBytes,
): Promise<ReadonlySet<number>> {
  const metadata = await parquetMetadataAsync(file, { ...READING, initialFetchSize: FOOTER_BYTES });
  const inFile = new Set(metadata.schema.map(({ name }) => name));
  const isThere = (name: string) => inFile.has(name) && layout.columns.some((column) => column.name === name);
  const found = new Set<number>();

  async function find(column: string, values: ReadonlySet<string>, columns: readonly string[] = []): Promise<void> {
    if (values.size === 0 || !isThere(column)) return;
    const useBloomFilters = values.size <= FEW && layout.sids.includes(column);
    const filter = useBloomFilters && { filter: { [column]: { $in: [...values] } } };
    const rows = await parquetReadObjects({
      ...READING,
      file,
      metadata,
      columns: [column, ...columns],
      includeRowIndex: true,
      useBloomFilters,
      ...filter,
    });
    for (const row of rows) {
      const isOfNoCall = columns.every((name) => row[name] === null || row[name] === undefined);
      if (values.has(row[column]) && isOfNoCall) found.add(row[rowIndex] ?? -1);
    }
  }

  for (const column of OWNERS) await find(column, sids);
  for (const column of PARTIES) await find(column, parties, OWNERS.slice(0, 1));
  return found;
}

/** Calls that rows of a file name one of the parties for. */
export async function callsNaming(
  parties: ReadonlySet<string>,
  layout: ArchiveLayout,
  file: ObjectBytes,
): Promise<ReadonlySet<string>> {
  const metadata = await parquetMetadataAsync(file, { ...READING, initialFetchSize: FOOTER_BYTES });
  const inFile = new Set(metadata.schema.map(({ name }) => name));
  const named = [...PARTIES, ...(layout.name === 'call_metrics' ? ['client_name'] : [])].filter((name) =>
    inFile.has(name),
  );
  const calls = new Set<string>();
  if (named.length === 0) return calls;
  const rows = await parquetReadObjects({ ...READING, file, metadata, columns: ['call_sid', ...named] });
  for (const row of rows) {
    // The SDK says its client with the scheme or without.
    const isNamed = named.some(
      (name) => parties.has(row[name]) || (name === 'client_name' && parties.has(`client:${row[name]}`)),
    );
    if (isNamed && typeof row.call_sid === 'string') calls.add(row.call_sid);
  }
  return calls;
}
