import { PutItemCommand, paginateScan, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ARCHIVE_TABLES } from '../../../families/archive/tables.ts';
import { callEventTable } from '../../../families/call-event/archive-table.ts';
import { createArchive } from '../../../lambda/archive/archive.ts';
import { ObjectGone } from '../../../lambda/archive/archive-store.ts';
import { writeRows } from '../../../lambda/archive/parquet.ts';
import { createMerge } from '../../../lambda/merge/merge.ts';
import { HOURLY } from '../../../lambda/merge/merge-plan.ts';
import type { TableClient } from '../../../lambda/store/dynamodb-client.ts';
import { createItemWriter } from '../../../lambda/store/item-writer.ts';
import { dynamoDbClient, ensureTables, startDynamoDb } from '../../../local/embedded-dynamodb.ts';
import type { EmbeddedServer } from '../../../local/embedded-server.ts';
import { archivedCall } from '../../../operations/archive/archived-call.ts';
import { fill } from '../../../operations/archive/fill.ts';
import { restore } from '../../../operations/archive/restore.ts';
import { trimTable } from '../../../operations/archive/trim-table.ts';
import {
  ARRIVAL_MS,
  CALL_SID,
  CONFIG,
  cloudEvent,
  eventId,
  kinesisRecord,
  kinesisRecords,
} from '../../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';
import { summaryEvent } from '../../../samples/call-summary.ts';
import { conferenceEvent, participantEvent } from '../../../samples/conference.ts';
import { documentEvents, resourceSummaries } from '../../../samples/documents.ts';
import { sampleEvents } from '../../../samples/sample-calls.ts';
import { systemClock } from '../../../shared/clock.ts';
import type { TableId } from '../../../shared/table.ts';
import { createMemoryArchive } from '../../memory-archive.ts';
import { itAtNight, timesByDay } from '../../nightly.ts';
import { ingestInto } from '../ingest-into.ts';

const SPAN = { from: '2021-01-01', to: '2026-12-31' };
/** Rows live longer than these tests. */
const CONFIGURED = { ...CONFIG, metricDays: 395 };
const clock = { ...systemClock, now: () => ARRIVAL_MS };

let dynamodb: EmbeddedServer;
let client: TableClient;
let tableCount = 0;
beforeAll(async () => {
  dynamodb = await startDynamoDb({ port: 0 });
  client = dynamoDbClient(dynamodb.url);
});
afterAll(async () => {
  client.destroy();
  await dynamodb.close();
});

let tables: Record<TableId, string>;
let store: ReturnType<typeof createMemoryArchive>;
beforeEach(async () => {
  tables = await emptyTables();
  store = createMemoryArchive();
});

async function emptyTables(): Promise<Record<TableId, string>> {
  tableCount += 1;
  const names = { 'call-events': `events-${tableCount}`, 'call-insights': `insights-${tableCount}` };
  await ensureTables(client, names);
  return names;
}

/** Both consumers of the stream. */
async function consume(events: readonly unknown[], config = CONFIGURED): Promise<void> {
  await ingestInto({ client, tables }, events, config);
  await createArchive({ store, config, clock })(kinesisRecords(events));
}

/** Every row of both tables, as it is stored. */
async function rowsOf(names: Record<TableId, string>): Promise<string[]> {
  const pages = Object.values(names).map((name) => Array.fromAsync(paginateScan({ client }, { TableName: name })));
  return (await Promise.all(pages))
    .flat()
    .flatMap(({ Items = [] }) => Items.map((item) => JSON.stringify(item)))
    .sort();
}

function restored(names: Record<TableId, string>, over: Partial<Parameters<typeof restore>[0]> = {}) {
  const writer = createItemWriter({ client, tables: names, clock });
  return restore({ store, writer, config: CONFIGURED, clock, tables: ARCHIVE_TABLES, execute: true, ...SPAN, ...over });
}

const filled = (over: Partial<Parameters<typeof fill>[0]> = {}) =>
  fill({ store, client, tables, config: CONFIGURED, execute: true, ...SPAN, ...over });
const trimmed = (over: Partial<Parameters<typeof trimTable>[0]> = {}) =>
  trimTable({ store, client, tables, config: CONFIGURED, clock, before: '2026-11-21', execute: true, ...over });

/** Of years before they came: their rows do not say when that was. */
const HISTORY: readonly unknown[] = [...documentEvents(), ...resourceSummaries()];
const EVENTS: readonly unknown[] = [
  ...sampleEvents({ seed: 3, startMs: ARRIVAL_MS - 3_600_000, mix: 'stress', events: timesByDay(40, 400) }),
  cloudEvent({ id: eventId(7) }, { timestamp: '2027-05-01T00:00:00Z', level: 'ERROR', 'a.b': {}, other: 1 }),
  summaryEvent({ id: eventId(8), version: 7 }),
  metricEvent(),
  metricEvent({ id: eventId(9) }, [sdkMetricData(), sdkMetricData({ timestamp: '2026-11-20T11:58:00Z' })]),
  conferenceEvent(),
  participantEvent(),
];

describe('restore', () => {
  itAtNight('makes the tables again, byte for byte', async () => {
    await consume([...HISTORY, ...EVENTS]);
    const empty = await emptyTables();
    const report = await restored(empty);
    expect(report).toMatchObject({ expired: 0, refused: 0 });
    expect([...report.rows.values()].reduce((sum, rows) => sum + rows, 0)).toBeGreaterThan(60);
    expect(await rowsOf(empty)).toEqual(await rowsOf(tables));
    await restored(empty);
    expect(await rowsOf(empty)).toEqual(await rowsOf(tables));
  });

  it('leaves a version of a summary that is greater, and writes what is missing', async () => {
    await consume([summaryEvent({ id: eventId(1) }, { processing_state: 'partial', processing_version: 1 })]);
    await ingestInto({ client, tables }, [summaryEvent({ id: eventId(2) }, { processing_version: 2 })], CONFIGURED);
    const before = await rowsOf(tables);
    await restored(tables);
    expect(await rowsOf(tables)).toEqual(before);
  });

  itAtNight('only counts where it is to, and takes only the days and tables that are asked for', async () => {
    await consume([cloudEvent(), cloudEvent({ id: eventId(2) }, { timestamp: '2026-11-18T00:00:00Z' }), metricEvent()]);
    const empty = await emptyTables();
    const [events] = ARCHIVE_TABLES;
    const { rows } = await restored(empty, { execute: false });
    expect([...rows]).toEqual([
      ['call_events', 2],
      ['call_metrics', 1],
    ]);
    expect(await rowsOf(empty)).toEqual([]);
    await restored(empty, { from: '2026-11-19', to: '2026-11-20', tables: events === undefined ? [] : [events] });
    expect(await rowsOf(empty)).toEqual([expect.stringContaining(eventId(1))]);
  });

  it('leaves out rows that the archive did not write, as trim-table and a look for a call do', async () => {
    await consume([cloudEvent()]);
    const own = { event_id: 'X', call_sid: CALL_SID, happened_at: ARRIVAL_MS };
    const foreign = [own, { ...own, arrived_at: ARRIVAL_MS, other: '{no json' }];
    const { layout } = callEventTable;
    await store.put('events/day=2026-11-20/0-foreign.parquet', writeRows(layout, foreign));
    const empty = await emptyTables();
    expect(await restored(empty)).toMatchObject({
      refused: 2,
      refusal: 'a row of call_events is none that the archive wrote',
    });
    expect(await rowsOf(empty)).toEqual(await rowsOf(tables));
    const { events } = await archivedCall(CALL_SID, { store, config: CONFIGURED });
    expect(events).toHaveLength(1);
    expect((await trimmed()).trimmed.get('call_events')).toBe(1);
  });

  it('leaves out what the table would delete at once', async () => {
    await consume([cloudEvent(), summaryEvent()]);
    const empty = await emptyTables();
    const late = { ...clock, now: () => ARRIVAL_MS + 400 * 86_400_000 };
    expect(await restored(empty, { clock: late })).toMatchObject({ expired: 2 });
    expect(await rowsOf(empty)).toEqual([]);
  });
});

describe('fill', () => {
  itAtNight('brings what the tables have and the archive lacks, so that the tables could be made of it', async () => {
    await consume([...HISTORY, ...EVENTS.slice(0, 10)]);
    await ingestInto({ client, tables }, EVENTS, CONFIGURED);
    const report = await filled();
    expect(report.unlike).toBe(0);
    expect(report.there).toBeGreaterThan(0);
    expect([...report.filled.keys()].sort()).toEqual([
      'call_events',
      'call_metrics',
      'call_summaries',
      'conferences',
      'participants',
    ]);
    const empty = await emptyTables();
    await restored(empty);
    expect(await rowsOf(empty)).toEqual(await rowsOf(tables));
    const objects = store.objects.size;
    expect([...(await filled()).filled]).toEqual([]);
    expect(store.objects.size).toBe(objects);
  });

  it('brings none of other days, and only counts where it is to', async () => {
    await ingestInto({ client, tables }, EVENTS, CONFIGURED);
    expect([...(await filled({ from: '2026-11-25', to: '2026-11-26' })).filled]).toEqual([]);
    expect((await filled({ execute: false })).filled.get('call_events')).toBeGreaterThan(40);
    expect(store.objects.size).toBe(0);
  });

  it('archives without a field what is older than the setting that leaves it out', async () => {
    const metadata = { sdk_edge: { metadata: { ip_address: '203.0.113.9', city: 'Berlin' } } };
    await ingestInto({ client, tables }, [cloudEvent({}, metadata)], CONFIGURED);
    const config = { ...CONFIGURED, redactFields: ['sdk_edge.metadata.ip_address'] };
    expect(await filled({ config })).toMatchObject({ unlike: 0, filled: new Map([['call_events', 1]]) });
    const empty = await emptyTables();
    await restored(empty);
    const [row = ''] = await rowsOf(empty);
    expect(row).toContain('Berlin');
    expect(row).not.toContain('203.0.113.9');
    // The table still has it, so the two differ.
    expect(await trimmed({ config })).toMatchObject({ different: 1, unread: [] });
  });

  it('counts as there what the archive has, also where its row does not say when it came', async () => {
    const untimed = { created_time: null, start_time: null, end_time: null };
    await consume([summaryEvent({}, untimed)]);
    expect(await filled()).toMatchObject({ there: 1, unlike: 0, filled: new Map() });
  });

  it('takes a row for what it is whatever people said of the call', async () => {
    const annotation = { id: { S: CALL_SID }, part: { S: 'annotation' }, spam: { BOOL: true } };
    await client.send(new PutItemCommand({ TableName: tables['call-insights'], Item: annotation }));
    expect(await filled()).toEqual({ filled: new Map(), objects: 0, there: 0, unlike: 0, unread: [] });
  });
});

describe('trim-table', () => {
  it('deletes rows that the archive has, and those alone', async () => {
    await consume([cloudEvent(), metricEvent(), summaryEvent(), conferenceEvent()]);
    await ingestInto({ client, tables }, [cloudEvent({ id: eventId(5) })], CONFIGURED);
    const before = await rowsOf(tables);
    expect([...(await trimmed({ execute: false })).trimmed]).toEqual([
      ['call_events', 1],
      ['call_metrics', 1],
    ]);
    expect(await rowsOf(tables)).toEqual(before);
    await trimmed();
    const after = await rowsOf(tables);
    expect(before.filter((row) => !after.includes(row))).toEqual(
      before.filter((row) => /"metric#|"INFO"/.test(row) && !row.includes(eventId(5))),
    );
    expect(after).toHaveLength(before.length - 2);
    await restored(tables);
    expect(await rowsOf(tables)).toEqual(before);
  });

  it('leaves rows of later days, and takes those that were kept for longer than they would be now', async () => {
    await consume([cloudEvent(), cloudEvent({ id: eventId(2) }, { timestamp: '2026-11-19T00:00:00Z' })]);
    const { trimmed: gone } = await trimmed({ before: '2026-11-20', config: { ...CONFIGURED, retentionDays: 90 } });
    expect([...gone]).toEqual([['call_events', 1]]);
    expect(await rowsOf(tables)).toEqual([expect.stringContaining(eventId(1))]);
  });

  it('leaves a row that is another one than the archive has', async () => {
    await consume([cloudEvent()]);
    const [row = '{}'] = await rowsOf(tables);
    const { call_sid, timestamp } = JSON.parse(row);
    const change = {
      TableName: tables['call-events'],
      Key: { call_sid, timestamp },
      UpdateExpression: 'SET edge = :edge',
      ExpressionAttributeValues: { ':edge': { S: 'dublin' } },
    };
    await client.send(new UpdateItemCommand(change));
    expect(await trimmed()).toEqual({ trimmed: new Map([['call_events', 0]]), different: 1, unread: [] });
    expect(await rowsOf(tables)).toHaveLength(1);
  });
});

describe('a merge in between', () => {
  const events = [1, 2, 3, 4].map((number) => cloudEvent({ id: eventId(number) }));

  /** Of which a merge is done just before the second object of the events is opened. */
  async function overtaken(): Promise<typeof store> {
    const samples = metricEvent({ id: eventId(9) });
    await ingestInto({ client, tables }, [...events, samples], CONFIGURED);
    for (const [position, event] of events.entries()) {
      const records = [event, samples].map((one) => kinesisRecord(JSON.stringify(one), { position }));
      await createArchive({ store, config: CONFIGURED, clock })(records);
    }
    const merge = createMerge({
      store,
      clock: { now: () => ARRIVAL_MS + 2 * 86_400_000 },
      ...{ archiveDays: 0, thresholds: HOURLY, holder: 'merge' },
    });
    let opened = 0;
    return {
      ...store,
      open(object) {
        let merged: Promise<unknown> | undefined;
        opened += 1;
        if (opened === 2) merged = merge();
        const { byteLength, slice } = store.open(object);
        return {
          byteLength,
          slice: async (...range) => {
            await merged;
            return slice(...range);
          },
        };
      },
    };
  }

  it('lets restore read its day again, and count each row once', async () => {
    const during = await overtaken();
    const empty = await emptyTables();
    const { rows } = await restored(empty, { store: during });
    expect([...rows]).toEqual([
      ['call_events', 4],
      ['call_metrics', 1],
    ]);
    expect(await rowsOf(empty)).toEqual(await rowsOf(tables));
  });

  it('lets fill know what the archive has', async () => {
    const during = await overtaken();
    expect(await filled({ store: during })).toMatchObject({ there: 5, unlike: 0, objects: 0 });
  });

  it.each([true, false])('lets trim-table read its day again, where it executes: %s', async (execute) => {
    const during = await overtaken();
    const { trimmed: gone, different } = await trimmed({ store: during, execute });
    expect(different).toBe(0);
    expect(gone.get('call_events')).toBe(4);
    expect(await rowsOf(tables)).toHaveLength(execute ? 0 : 5);
  });

  it('ends a command that it overtakes again and again', async () => {
    await consume([cloudEvent()]);
    const never: typeof store = {
      ...store,
      open: ({ bytes }) => ({
        byteLength: bytes,
        slice: async () => {
          throw new ObjectGone('gone');
        },
      }),
    };
    await expect(restored(tables, { store: never })).rejects.toThrow(ObjectGone);
  });
});

describe('a call of the archive', () => {
  it('has each of its events once, in the order of the table, and the last version of its summary', async () => {
    await consume([
      cloudEvent({ id: eventId(2) }, { timestamp: '2026-11-20T11:59:01Z' }),
      cloudEvent({ id: eventId(1) }),
      cloudEvent({ id: eventId(1) }),
      cloudEvent({ id: eventId(3) }, { call_sid: 'another' }),
      summaryEvent({ id: eventId(4) }, { processing_state: 'partial', processing_version: 1, duration: 1 }),
      summaryEvent({ id: eventId(5) }, { processing_version: 2, duration: 2 }),
    ]);
    const { events, summary } = await archivedCall(CALL_SID, { store, config: CONFIGURED });
    expect(events.map(({ event }) => event.id)).toEqual([eventId(1), eventId(2)]);
    expect(summary?.event.data.duration).toBe(2);
    expect(await archivedCall('CA-none', { store, config: CONFIGURED })).toEqual({ events: [], unread: [] });
    expect(await archivedCall(CALL_SID, { store, config: CONFIGURED, to: '2026-11-19' })).toEqual({
      events: [],
      unread: [],
    });
  });
});

it('an object that cannot be read is named, and stands in the way of no other', async () => {
  await consume([cloudEvent({ id: eventId(1) })]);
  const key = 'events/day=2026-11-20/0-shardId-empty.parquet';
  await store.put(key, new Uint8Array(0));
  const unread = [{ key, problem: 'it is empty: move it out of the archive' }];
  const { events, ...call } = await archivedCall(CALL_SID, { store, config: CONFIGURED });
  expect({ events: events.length, ...call }).toEqual({ events: 1, unread });
  expect(await filled()).toMatchObject({ there: 1, unread });
  expect(await restored(await emptyTables())).toMatchObject({ rows: new Map([['call_events', 1]]), unread });
  expect(await trimmed()).toEqual({ trimmed: new Map([['call_events', 1]]), different: 0, unread });
});
