import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import type { ArchiveTable, ArchiveTableName } from '../../families/archive/archive-table.ts';
import type { ArchiveRow } from '../../families/archive/column.ts';
import { callEventTable } from '../../families/call-event/archive-table.ts';
import { callMetricTable } from '../../families/call-metric/archive-table.ts';
import type { Row } from '../../families/family.ts';
import type { IngestConfig } from '../../families/ingest-config.ts';
import type { ArchiveStore } from '../../lambda/archive/archive-store.ts';
import type { Attributes } from '../../lambda/store/attribute-value.ts';
import type { Clock } from '../../shared/clock.ts';
import { backoffMs, retry } from '../../shared/retry.ts';
import { KEYS_OF, type TableId, type TableNames } from '../../shared/table.ts';
import { dayBefore } from '../../shared/utc-day.ts';
import type { Unread } from '../set-aside/each-object.ts';
import { readDays } from './read-days.ts';
import { isSameRow } from './same-row.ts';
import { tableRowsOf } from './table-rows.ts';

/** Rows that are many and never change. Summaries, conferences and participants stay: lists of calls are made of them. */
export const TRIMMED: readonly ArchiveTable[] = [callEventTable, callMetricTable];

export interface TrimOptions {
  store: Pick<ArchiveStore, 'list' | 'open'>;
  client: DynamoDBClient;
  /** Without `call-insights` for a stack that has no such table. */
  tables: Pick<TableNames, 'call-events'> & Partial<TableNames>;
  config: IngestConfig;
  clock: Pick<Clock, 'sleep' | 'random'>;
  /** The first day that stays, `yyyy-mm-dd`. */
  before: string;
  /** False only counts. */
  execute: boolean;
  onStart?(totalBytes: number): void;
  onProgress?(doneBytes: number): void;
}

/** By table of the archive. */
export interface TrimReport {
  /** Rows that the archive has, byte for byte: deleted, or to be. */
  trimmed: ReadonlyMap<ArchiveTableName, number>;
  /** Rows that differ from what the archive has. They stay. */
  different: number;
  /** Objects that cannot be read. */
  unread: Unread[];
}

/** The most that one request reads. */
const ROWS_AT_ONCE = 100;
const DELETES_IN_FLIGHT = 16;
const WITHIN_MS = 60_000;

/**
 * Deletes rows of the tables of days before one, of which the archive provably has each: its row is read, made a row of
 * the table again, and compared with the one that is there. What the archive has not is never looked at. It can be killed
 * anywhere and run again.
 */
export async function trimTable(options: TrimOptions): Promise<TrimReport> {
  const { config, before, execute } = options;
  const trimmed = new Map<ArchiveTableName, number>();
  const unread: Unread[] = [];
  let different = 0;
  const reading = { ...options, tables: TRIMMED, to: dayBefore(before), rowsAtOnce: ROWS_AT_ONCE, unread };
  await readDays(reading, (table) => {
    // Of a day that is read twice the last time counts, but for rows that are gone already then.
    const day = { trimmed: 0, different: 0 };
    return {
      async rows(some) {
        const rows = new Map<string, Row>();
        for (const archived of some) {
          if (isLate(table, archived, before)) continue;
          const made = tableRowsOf(table, archived, config);
          if (made.ok) for (const row of made.value) rows.set(row.key, row);
        }
        await trim(table, [...rows.values()], day);
      },
      end() {
        count(table, day.trimmed);
        different += day.different;
      },
    };
  });
  return { trimmed, different, unread };

  async function trim(
    table: ArchiveTable,
    rows: readonly Row[],
    day: { trimmed: number; different: number },
  ): Promise<void> {
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
      const some = rows.slice(start, start + ROWS_AT_ONCE);
      const there = await readAll(some, options);
      const same = there.filter(({ stored, archived }) => isSameRow(stored, archived));
      day.different += there.length - same.length;
      if (!execute) {
        day.trimmed += same.length;
        continue;
      }
      const limit = pLimit(DELETES_IN_FLIGHT);
      const gone = await Promise.all(same.map((row) => limit(() => remove(row, options))));
      count(table, gone.filter(Boolean).length);
    }
  }

  function count({ layout }: ArchiveTable, rows: number): void {
    trimmed.set(layout.name, (trimmed.get(layout.name) ?? 0) + rows);
  }
}

/** A row of the table, and what the archive has of it. */
interface Both {
  table: TableId;
  stored: Attributes;
  archived: Attributes;
}

/** Those of the rows that are in the table, as they are there. */
async function readAll(rows: readonly Row[], { client, tables, clock }: TrimOptions): Promise<Both[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const { table } = first;
  const name = tables[table];
  if (name === undefined) return [];
  const made = rows.map(({ json }): Attributes => JSON.parse(json));
  const archived = new Map(made.map((row) => [keyText(table, row), row]));
  const stored: Attributes[] = [];
  let keys = [...archived.values()].map((row) => keyOf(table, row));
  const signal = AbortSignal.timeout(WITHIN_MS);
  for (let attempt = 0; keys.length > 0; attempt += 1) {
    if (attempt > 0) await clock.sleep(backoffMs(attempt, clock.random), signal);
    const get = new BatchGetItemCommand({ RequestItems: { [name]: { Keys: keys, ConsistentRead: true } } });
    const { Responses, UnprocessedKeys } = await retry(() => client.send(get), clock, signal);
    stored.push(...(Responses?.[name] ?? []));
    keys = UnprocessedKeys?.[name]?.Keys ?? [];
  }
  return stored.flatMap((row) => {
    const same = archived.get(keyText(table, row));
    return same === undefined ? [] : { table, stored: row, archived: same };
  });
}

/** False where it is another row by now. */
async function remove({ table, stored }: Both, { client, tables, clock }: TrimOptions): Promise<boolean> {
  // A row is put as a whole, and two events have two ids: of this id it is the same row.
  const command = new DeleteItemCommand({
    TableName: tables[table],
    Key: keyOf(table, stored),
    ConditionExpression: 'event_id = :id',
    ExpressionAttributeValues: { ':id': stored.event_id ?? { NULL: true } },
  });
  try {
    await retry(() => client.send(command), clock, AbortSignal.timeout(WITHIN_MS));
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function keyOf(table: TableId, row: Attributes): Attributes {
  const { partitionKey, sortKey } = KEYS_OF[table];
  return { [partitionKey]: { S: row[partitionKey]?.S ?? '' }, [sortKey]: { S: row[sortKey]?.S ?? '' } };
}

function keyText(table: TableId, row: Attributes): string {
  return JSON.stringify(Object.values(keyOf(table, row)));
}

/** A row whose own time is of a later day is filed under its arrival: it stays with those of its time. */
function isLate({ layout }: ArchiveTable, row: ArchiveRow, before: string): boolean {
  return Number(row[layout.dayFrom]) >= Date.parse(before);
}
