import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventReader } from '../../lambda/read/event-reader.ts';
import { listen } from '../../local/embedded-server.ts';
import { LocalError } from '../../local/local-error.ts';
import { TABLE_NAME } from '../../local/names.ts';
import { readObject } from '../../operations/set-aside/kept-object.ts';
import { CALL_SID, CONFIG, cloudEvent, eventId } from '../../samples/builders.ts';
import testEvent from '../../samples/documents/kinesis-test-event.json' with { type: 'json' };
import { documentEvents } from '../../samples/documents.ts';
import { showcaseCalls } from '../../samples/sample-calls.ts';
import { systemClock } from '../../shared/clock.ts';
import { LEVELS } from '../../shared/level.ts';
import { LEVEL_INDEX } from '../../shared/table.ts';
import { fastClock, freePort, type Row, type RunningPipeline, runPipeline } from './running-pipeline.ts';

const REST_CALL = 'CA03a02b156c6faa96c86906f7e9ad0f38';
const restEvents = () => documentEvents().filter(({ data }) => data.call_sid === REST_CALL);

const ids = (rows: readonly Row[]) => rows.map(({ event_id }) => event_id?.S).sort();
/** The table as text, the same for the same rows. */
const bytes = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

async function ofLevel({ table }: RunningPipeline, level: string) {
  const query = new QueryCommand({
    TableName: TABLE_NAME,
    IndexName: LEVEL_INDEX.name,
    KeyConditionExpression: '#level = :level',
    ExpressionAttributeNames: { '#level': LEVEL_INDEX.partitionKey },
    ExpressionAttributeValues: { ':level': { S: level } },
    ScanIndexForward: false,
  });
  return (await table.send(query)).Items ?? [];
}

describe('a record put on the stream', () => {
  let pipeline: RunningPipeline;
  let before: string[];

  beforeAll(async () => {
    pipeline = await runPipeline();
  });
  beforeEach(async () => {
    before = bytes(await pipeline.rows());
  });
  afterAll(async () => {
    expect(pipeline.troubles).toEqual([]);
    await pipeline.stop();
    await pipeline.removeFiles();
  });

  /** Rows that were not there when the test began, or not like that. */
  const newRows = async () => (await pipeline.rows()).filter((row) => !before.includes(bytes([row])[0] ?? ''));
  const lastReport = () => pipeline.reports.at(-1);

  it("is a row: the examples of Twilio's documents, as they are", async () => {
    const events = documentEvents();
    await pipeline.ingest(...events);
    const rows = await newRows();
    expect(ids(rows)).toEqual(events.map(({ id }) => id).sort());
    const row = rows.find(({ call_sid }) => call_sid?.S === 'CA0000000000000000000000000000001');
    expect(row).toMatchObject({
      timestamp: { S: '2021-05-24T14:15:22.000Z#NO00000000000000000000000001' },
      level: { S: 'UNKNOWN' },
      error_code: { N: '31600' },
      error_message: { S: 'Call failed due to network issues.' },
    });
    expect(Number(row?.expires_at?.N) * 1000).toBeGreaterThan(Date.now());
    const reader = createEventReader({ client: pipeline.table, tableName: TABLE_NAME });
    const errors = await Array.fromAsync(reader.latestEvents());
    expect(errors.map(({ event }) => event.data.call_sid)).toEqual(['CA0000000000000000000000000000001', REST_CALL]);
  });

  it('twice changes nothing: the four events of one second stay four rows, byte for byte', async () => {
    await pipeline.ingest(...restEvents());
    const once = bytes(await pipeline.rows());
    await pipeline.ingest(...restEvents());
    expect(bytes(await pipeline.rows())).toEqual(once);
    expect((await pipeline.rows()).filter(({ call_sid }) => call_sid?.S === REST_CALL)).toHaveLength(4);
  });

  it('twice in one batch is one row', async () => {
    const merged = () => pipeline.reports.reduce((sum, { duplicatesMerged }) => sum + duplicatesMerged, 0);
    const mergedBefore = merged();
    await pipeline.ingest(cloudEvent({ id: eventId(10) }), cloudEvent({ id: eventId(10) }));
    expect(ids(await newRows())).toEqual([eventId(10)]);
    expect(merged()).toBe(mergedBefore + 1);
  });

  it('may hold a list of events, or data that is a text', async () => {
    const { data, ...envelope } = cloudEvent({ id: eventId(22) });
    await pipeline.ingest([cloudEvent({ id: eventId(20) }), cloudEvent({ id: eventId(21) })], {
      ...envelope,
      data: JSON.stringify(data),
    });
    const rows = await newRows();
    expect(ids(rows)).toEqual([20, 21, 22].map(eventId));
    expect(rows.map(({ call_sid, name }) => [call_sid?.S, name?.S])).toEqual(
      rows.map(() => [CALL_SID, 'accepted-by-remote']),
    );
  });

  it("that is Twilio's test event is no row and no trouble, however often it comes", async () => {
    const reportsBefore = pipeline.reports.length;
    await pipeline.ingest(testEvent, testEvent);
    const reports = pipeline.reports.slice(reportsBefore);
    expect(reports.flatMap((report) => report.testEvents)).toEqual(
      Array(2).fill('95001c1e-5b8e-45f5-830d-f9cbf1d16420'),
    );
    expect(reports.flatMap((report) => report.quarantined)).toEqual([]);
    expect(await newRows()).toEqual([]);
  });

  it('of a type nobody knows is kept aside, as it came', async () => {
    const summary = {
      id: eventId(30),
      type: 'com.twilio.error-logs.error.logged',
      data: { a: ['é', null] },
    };
    await pipeline.ingest(summary);
    expect((await pipeline.files('unsupported')).map((text) => JSON.parse(text))).toEqual([summary]);
    expect(lastReport()?.unsupported).toEqual(new Map([[summary.type, 1]]));
    expect(await pipeline.files('quarantine')).toEqual([]);
    expect(await newRows()).toEqual([]);
  });

  it('that nobody can read goes to quarantine with its bytes and the reason; those beside it are rows', async () => {
    const brokenText = Buffer.from([0x7b, 0xc3, 0x28]);
    const noTime = cloudEvent({ id: eventId(41) }, { timestamp: 'soon' });
    const list = [cloudEvent({ id: eventId(42) }), cloudEvent({ id: eventId(43) }, { call_sid: '' })];
    const good = (number: number) => cloudEvent({ id: eventId(number) });
    await pipeline.ingest(good(40), brokenText, noTime, list, good(44));
    expect(ids(await newRows())).toEqual([40, 42, 44].map(eventId));

    const kept = (await pipeline.files('quarantine')).map((text) => JSON.parse(text));
    kept.sort((one, other) => one.sequenceNumber.localeCompare(other.sequenceNumber));
    expect(kept).toMatchObject([
      { reason: 'not-utf8', data: brokenText.toString('base64') },
      { reason: 'no-time', data: Buffer.from(JSON.stringify(noTime)).toString('base64') },
      {
        reason: 'no-call-sid',
        detail: expect.stringMatching(/^event \[1\]: /),
        problems: [{ index: 1, reason: 'no-call-sid' }],
        data: Buffer.from(JSON.stringify(list)).toString('base64'),
      },
    ]);
    for (const { sequenceNumber, shardId, partitionKey, streamArn, arrivedAt } of kept) {
      expect(sequenceNumber).toMatch(/^\d{56}$/);
      expect(shardId).toMatch(/^shardId-\d{12}$/);
      expect(partitionKey).toBe(CALL_SID);
      expect(streamArn).toMatch(/:stream\/call-events$/);
      expect(Date.now() - Date.parse(arrivedAt)).toBeLessThan(60_000);
    }
  });

  it('is in the index when it is an error or a warning, newest first, whatever its clock says', async () => {
    const event = (number: number, level: string, timestamp: string) =>
      cloudEvent({ id: eventId(number) }, { level, timestamp });
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const [recent, future] = [minutesAgo(0), '2099-01-01T00:00:00Z'];
    await pipeline.ingest(event(50, 'WARNING', future));
    await pipeline.ingest(
      event(51, 'WARNING', minutesAgo(9)),
      event(52, 'WARNING', minutesAgo(-1)),
      event(53, 'INFO', recent),
      event(54, 'DEBUG', recent),
    );
    expect((await ofLevel(pipeline, 'WARNING')).map(({ event_id }) => event_id?.S)).toEqual([52, 50, 51].map(eventId));
    expect(await ofLevel(pipeline, 'INFO')).toEqual([]);
    expect(await ofLevel(pipeline, 'DEBUG')).toEqual([]);
  });
});

describe('a pipeline', () => {
  it('makes a row of a record within two seconds', async () => {
    const pipeline = await runPipeline({}, systemClock);
    await pipeline.put(cloudEvent());
    await expect.poll(async () => ids(await pipeline.rows()), { timeout: 2_000 }).toEqual([eventId(1)]);
    await pipeline.stop();
  });

  it('that indexes every level and redacts fields does both from the first event on', async () => {
    const secret = '198.51.100.7';
    const pipeline = await runPipeline({
      config: { ...CONFIG, indexedLevels: LEVELS, redactFields: ['sdk_edge.metadata.ip_address', 'notes'] },
    });
    expect(pipeline.ready.indexedLevels).toEqual(LEVELS);
    const sdk_edge = { metadata: { ip_address: secret, city: 'Zürich' } };
    await pipeline.ingest(cloudEvent({}, { sdk_edge, notes: [{ secret }] }));
    const rows = await pipeline.rows();
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(rows[0]?.sdk_edge?.M?.metadata?.M).toEqual({ ip_address: { S: '[redacted]' }, city: { S: 'Zürich' } });
    expect(ids(await ofLevel(pipeline, 'INFO'))).toEqual([eventId(1)]);
    await pipeline.stop();
  });

  it('leaves nothing behind when it stops: no port, and no folder unless there is something to read', async () => {
    const pipeline = await runPipeline();
    await pipeline.ingest(cloudEvent());
    await pipeline.stop();
    for (const url of [pipeline.ready.api, pipeline.ready.kinesis, pipeline.ready.dynamodb]) {
      await (await listen(createServer(), Number(new URL(url).port), 'PORT')).close();
    }
    await expect(stat(pipeline.directory)).rejects.toThrow('ENOENT');
  });

  it('gives up what is more than a day old, says where it lies, and redrive makes rows of it', async () => {
    const aDayLater = { ...fastClock, now: () => Date.now() + 25 * 3_600_000 };
    const pipeline = await runPipeline({}, aDayLater);
    await pipeline.put(cloudEvent({ id: eventId(61) }), cloudEvent({ id: eventId(62) }));
    await vi.waitFor(() => expect(pipeline.givenUp.flatMap(({ batch }) => batch.records)).toHaveLength(2));
    expect(await pipeline.rows()).toEqual([]);
    const objects = await Promise.all(
      pipeline.givenUp.map(async ({ batch, file }) => {
        const key = path.relative(pipeline.directory, file);
        expect(key).toMatch(/^aws\/lambda\/local\//);
        expect(batch.condition).toBe('RecordAgeExceeded');
        return readObject(key, await readFile(file, 'utf8'));
      }),
    );
    expect(objects).toEqual(pipeline.givenUp.map(({ batch }) => ({ kind: 'given-up', records: batch.records })));
    await pipeline.stop();
    await pipeline.removeFiles();
  });

  it('that cannot start gives back what it has taken', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
    vi.stubEnv('TMPDIR', directory);
    const other = await listen(createServer(), 0, 'PORT');
    const taken = Number(new URL(other.url).port);
    const kinesisPort = await freePort();
    await expect(runPipeline({ kinesisPort, dynamoDbPort: taken })).rejects.toThrow(
      new LocalError(`port ${taken} is in use: stop what listens there, or set DYNAMODB_PORT (0 picks a free port)`),
    );
    await other.close();
    await (await listen(createServer(), kinesisPort, 'PORT')).close();
    expect(await readdir(directory)).toEqual([]);
    vi.unstubAllEnvs();
    await rm(directory, { recursive: true });
  });

  it('with DATA_DIR has its rows again, and neither plays its samples nor reads its stream a second time', async () => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'voice-insights-sink-test-'));
    const samples = documentEvents().length + showcaseCalls({ seed: 1, startMs: 0 }).flat().length;
    const first = await runPipeline({ dataDir, playSamples: true });
    await vi.waitFor(async () => expect(await first.rows()).toHaveLength(samples), { timeout: 40_000, interval: 50 });
    const rows = bytes(await first.rows());
    await first.stop();

    const second = await runPipeline({ dataDir, playSamples: true });
    expect(bytes(await second.rows())).toEqual(rows);
    await second.ingest(cloudEvent({ id: eventId(60) }));
    expect(await second.rows()).toHaveLength(samples + 1);
    expect(second.reports.map(({ records }) => records)).toEqual([1]);
    await second.stop();
    await rm(dataDir, { recursive: true });
  });
});
