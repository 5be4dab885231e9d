import type { DuckDBConnection } from '@duckdb/node-api';
import type { ArchiveLayout } from '../families/archive/archive-table.ts';
import { quoted } from './duckdb-views.ts';

/** A table that a question names, and what stands for its objects. */
export interface ReadTable {
  layout: ArchiveLayout;
  objects: string;
}

/** A step of a plan that reads objects, as `EXPLAIN` has it. */
interface Scan {
  /** Columns, one or several. */
  Projections?: string | string[];
  Filters?: string | string[];
  /** On the partition, one after the other: `(day >= '2026-11-21')(day <= '2026-11-22')`. */
  'File Filters'?: string;
}

/**
 * Bytes of Parquet that a question reads, about as Athena counts them: the column chunks of the columns that it names, in
 * the objects of the days that are left to it. Of several tables that a step may read, that of the most bytes counts. A
 * filter that leaves out groups of rows is not seen: it may be less.
 */
export async function scannedBytes(connection: DuckDBConnection, sql: string, tables: readonly ReadTable[]) {
  const [[, plan] = []] = (await connection.runAndReadAll(`EXPLAIN (FORMAT JSON) ${sql}`)).getRowsJson();
  const counts = scansIn(JSON.parse(String(plan))).map(async (scan) => {
    const columns = columnsOf(scan);
    const candidates = tables.filter(({ layout }) => {
      const names = new Set([...layout.columns.map(({ name }) => name), 'day']);
      return columns.every((name) => names.has(name));
    });
    return Math.max(0, ...(await Promise.all(candidates.map(({ objects }) => bytesOf(connection, objects, scan)))));
  });
  return (await Promise.all(counts)).reduce((sum, bytes) => sum + bytes, 0);
}

function scansIn(plan: unknown): Scan[] {
  if (Array.isArray(plan)) return plan.flatMap(scansIn);
  const { name, children, extra_info } = plan as { name: string; children: unknown; extra_info: Scan };
  return [...(name.trim() === 'READ_PARQUET' ? [extra_info] : []), ...scansIn(children)];
}

/** Those that are shown or filtered by; what stands in quotes is a text. */
function columnsOf({ Projections = [], Filters = [] }: Scan): string[] {
  const filtered = [Filters]
    .flat()
    .flatMap((filter) => filter.replace(/'[^']*'/g, '').match(/\b[a-z]\w*(?![\w(])/g) ?? []);
  return [...new Set([...[Projections].flat().filter((name) => name !== ''), ...filtered])];
}

async function bytesOf(connection: DuckDBConnection, objects: string, scan: Scan): Promise<number> {
  const columns = columnsOf(scan).map(quoted).join(', ');
  if (columns === '') return 0;
  const files = scan['File Filters'] ?? '';
  const isRead = files === '' ? 'true' : conjunction(files);
  const [[bytes] = []] = (
    await connection.runAndReadAll(`
      SELECT coalesce(sum(total_compressed_size), 0)::DOUBLE FROM (
        SELECT *, regexp_extract(file_name, '/day=([^/]*)/[^/]*$', 1) AS day FROM parquet_metadata(${quoted(objects)})
      ) WHERE split_part(path_in_schema, ', ', 1) IN (${columns}) AND ${isRead}`)
  ).getRowsJson();
  return Number(bytes);
}

/** `(a)(b)` is a and b; a text may hold brackets. */
function conjunction(filters: string): string {
  return filters.replace(/'[^']*'|\)\(/g, (part) => (part === ')(' ? ') AND (' : part));
}
