import { createHash } from 'node:crypto';
import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { ArchiveLayout, ArchiveTableName } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import { ARCHIVE_LAYOUTS } from '../../families/archive/layouts.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import type { ArchiveStore } from '../../lambda/archive/archive-store.ts';
import { addRows, type DayRows } from '../../lambda/archive/batch-rows.ts';
import { dayOf } from '../../lambda/archive/day.ts';
import { dayPrefix } from '../../lambda/archive/object-name.ts';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import { isAuditSid } from '../../shared/audit-sids.ts';
import type { TableId, TableNames } from '../../shared/table.ts';
import type { Unread } from '../set-aside/each-object.ts';
import { archivedItem } from './event-of-item.ts';
import type { Days } from './objects-of-days.ts';
import { putFilled } from './put-filled.ts';
import { readDays } from './read-days.ts';
import { isSameRow } from './same-row.ts';

export interface FillOptions extends Required<Days> {
  store: Pick<ArchiveStore, 'list' | 'open' | 'put'>;
  client: DynamoDBClient;
  /** Without `call-insights` for a stack that has no such table. */
  tables: Pick<TableNames, 'call-events'> & Partial<TableNames>;
  config: IngestConfig;
  /** False only counts. */
  execute: boolean;
  /** Rows of the tables that were read. */
  onProgress?(rows: number): void;
}

export interface FillReport {
  /** Rows that the archive lacks and gets, by table. */
  filled: ReadonlyMap<ArchiveTableName, number>;
  objects: number;
  /** Rows that it has already. */
  there: number;
  /** Rows that it lacks and would give back as others: they stay in the table alone. */
  unlike: number;
  /** Objects that cannot be read: what they hold counts as lacking. */
  unread: Unread[];
}

/** Of an object, so that what is held is bounded. */
const MOST_ROWS = 50_000;
const MOST_ROWS_HELD = 200_000;
const KEYS_AT_ONCE = 10_000;
/** Of a hash: no two of a billion rows have the same. */
const KEY_BYTES = 15;

/**
 * Rows that the tables have of some days and the archive lacks: of stacks that are older than it, and of rows that came
 * by other ways than the stream. It reads the tables whole, and holds a short key of each row that the archive has of
 * those days: 100 bytes. It can be killed anywhere and run again.
 */
export async function fill(options: FillOptions): Promise<FillReport> {
  const { store, client, tables, config, execute, from, to, onProgress } = options;
  const report = {
    filled: new Map<ArchiveTableName, number>(),
    objects: 0,
    there: 0,
    unlike: 0,
    unread: [] as Unread[],
  };
  const known = await archivedKeys(options, report.unread);
  const held = new Map<string, DayRows>();
  let heldRows = 0;
  let read = 0;
  for (const [id, tableName] of Object.entries(tables) as [TableId, string | undefined][]) {
    if (tableName === undefined) continue;
    for await (const { Items = [] } of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
      for (const item of Items) await take(id, item);
      read += Items.length;
      onProgress?.(read);
    }
  }
  for (const prefix of [...held.keys()]) await flush(prefix);
  return report;

  async function take(id: TableId, item: Attributes): Promise<void> {
    const found = archivedItem(id, item, config);
    // A row can be older than a field of `redactFields`: as it is stored it is compared, and archived without the field.
    const plain = { ...config, redactFields: [] };
    const stored = config.redactFields.length === 0 ? found : archivedItem(id, item, plain);
    if (found === undefined || stored === undefined) return;
    const { table, row } = found;
    const day = dayOf(table.layout, row);
    if (day < from || day > to || [row.call_sid, row.conference_sid].some(isOfAudit)) return;
    const key = keyOf(table.layout, row);
    if (known.has(key)) {
      report.there += 1;
      return;
    }
    const made = table.tableRows(stored.row, plain);
    const again = made.ok ? made.value.at(-1) : undefined;
    if (again === undefined || !isSameRow(JSON.parse(again.json), item)) {
      report.unlike += 1;
      return;
    }
    known.add(key);
    const { name, folder } = table.layout;
    report.filled.set(name, (report.filled.get(name) ?? 0) + 1);
    if (!execute) return;
    const prefix = dayPrefix(folder, day);
    const some = addRows(held, { prefix, layout: table.layout, rows: [row] });
    heldRows += 1;
    if (some.length === MOST_ROWS) await flush(prefix);
    if (heldRows >= MOST_ROWS_HELD) for (const one of [...held.keys()]) await flush(one);
  }

  async function flush(prefix: string): Promise<void> {
    const some = held.get(prefix);
    if (some === undefined) return;
    held.delete(prefix);
    heldRows -= some.rows.length;
    await putFilled(store, some);
    report.objects += 1;
  }
}

/** A short key of each row that the archive has of those days. */
async function archivedKeys({ store, from, to }: FillOptions, unread: Unread[]): Promise<Set<string>> {
  const keys = new Set<string>();
  const tables = ARCHIVE_LAYOUTS.map((layout) => ({ layout }));
  const columns = ({ layout }: { layout: ArchiveLayout }) => keyColumns(layout);
  const reading = { store, from, to, tables, columns, rowsAtOnce: KEYS_AT_ONCE, unread };
  await readDays(reading, ({ layout }) => ({
    async rows(some) {
      for (const row of some) keys.add(keyOf(layout, row));
    },
  }));
  return keys;
}

/** What a row is: of one event, and of a list of samples one. */
function keyOf(layout: ArchiveLayout, row: ArchiveRow): string {
  const values = [layout.name, ...keyColumns(layout).map((name) => row[name] ?? null)];
  return createHash('sha256').update(JSON.stringify(values)).digest().toString('base64', 0, KEY_BYTES);
}

function keyColumns({ key }: ArchiveLayout): string[] {
  return [...new Set([...key, 'event_id'])];
}

function isOfAudit(sid: unknown): boolean {
  return typeof sid === 'string' && isAuditSid(sid);
}
