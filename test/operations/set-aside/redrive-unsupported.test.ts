import { gzipSync } from 'node:zlib';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SDK_METRICS } from '../../../families/call-metric/facts.ts';
import { callMetricSample } from '../../../families/call-metric/sample.ts';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../../families/call-summary/facts.ts';
import { CONFERENCE_COMPLETE } from '../../../families/conference-summary/facts.ts';
import { conferenceSample } from '../../../families/conference-summary/sample.ts';
import { PARTICIPANT_COMPLETE } from '../../../families/participant-summary/facts.ts';
import { participantSample } from '../../../families/participant-summary/sample.ts';
import { createIngest } from '../../../lambda/ingest/ingest.ts';
import { createS3Quarantine } from '../../../lambda/quarantine/s3-quarantine.ts';
import { type RedriveOptions, redrive } from '../../../operations/set-aside/redrive.ts';
import { createS3SetAside } from '../../../operations/set-aside/s3-set-aside.ts';
import {
  ARRIVAL_MS,
  attributesOf,
  CONFIG,
  cloudEvent,
  eventId,
  kinesisRecord,
  SHARD_ID,
  sequenceNumber,
} from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { BUCKET, startS3 } from '../../embedded-s3.ts';
import { createMemoryStore } from '../../memory-store.ts';
import { itAtNight } from '../../nightly.ts';
import { between, callSid, summaryEvent } from '../summaries.ts';
import { killedRedrive } from './killed-redrive.ts';

// Many requests, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 });

const DAY_MS = 86_400_000;
const NOTHING = { objects: 0, records: 0, pass: 0, stay: 0, expired: 0, fail: 0, reasons: {} };
const UNKNOWN = JSON.stringify({ id: 'x', type: 'com.twilio.new', data: { large: 1 } }).replace(
  '1',
  '12345678901234567890',
);

/** Where ingest keeps the events of a batch that it does not understand. */
const key = (day = '2026/11/20', first = 1) =>
  `unsupported/${day}/${SHARD_ID}-${sequenceNumber(first)}-${sequenceNumber(first + 5)}.jsonl`;
/** An event whose type an earlier version did not know. */
const line = (number: number, data: Record<string, unknown> = {}) =>
  JSON.stringify(cloudEvent({ id: eventId(number) }, data));
const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join('');

let s3: Awaited<ReturnType<typeof startS3>>;
let options: RedriveOptions;
let store: ReturnType<typeof createMemoryStore>;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => {
  await s3.close();
});

beforeEach(async () => {
  const setAside = createS3SetAside({ client: s3.client, bucketName: BUCKET });
  for await (const name of setAside.keys('')) await setAside.remove(name);
  store = createMemoryStore();
  options = {
    setAside,
    quarantine: createS3Quarantine({ client: s3.client, bucketName: BUCKET }),
    store,
    config: CONFIG,
    clock: { ...systemClock, now: () => ARRIVAL_MS + DAY_MS },
    execute: true,
  };
});

/** What is under each key. */
async function contents(): Promise<Record<string, string | undefined>> {
  const keys = await Array.fromAsync(options.setAside.keys(''));
  return Object.fromEntries(await Promise.all(keys.map(async (name) => [name, await options.setAside.get(name)])));
}

const rows = () => [...store.items.values()].map(attributesOf);
const ids = () => rows().map(({ event_id }) => event_id?.S);

describe('an event of a type that was unknown', () => {
  it('is the row that it would have been that day, once its type is known', async () => {
    const event = line(1, { level: 'ERROR' });
    await options.setAside.put(key(), lines(event));
    const { counts, problems } = await redrive(options);
    expect(problems).toEqual([]);
    expect(Object.fromEntries(counts)).toEqual({ unsupported: { ...NOTHING, objects: 1, records: 1, pass: 1 } });
    expect(await contents()).toEqual({ [`redriven/${key()}`]: lines(event) });

    const made = createMemoryStore();
    const ingest = createIngest({ ...options, store: made });
    await ingest([kinesisRecord(event)], { getRemainingTimeInMillis: () => 60_000 });
    expect(rows()).toEqual([...made.items.values()].map(attributesOf));
    expect((await redrive(options)).counts.size).toBe(0);
  });

  it('arrives now where its file does not say on which day it came', async () => {
    await options.setAside.put(`unsupported/${SHARD_ID}-1-2.jsonl`, lines(line(1)));
    await redrive({ ...options, config: { ...CONFIG, retentionDays: 1 } });
    expect(rows()).toMatchObject([{ expires_at: { N: String(Date.parse('2026-11-23T00:00:00Z') / 1000) } }]);
  });

  it('stays while its type is unknown, and nothing is said or written', async () => {
    const kept = { [key()]: lines(UNKNOWN, UNKNOWN), [key('2026/11/19')]: '\n' };
    for (const [name, body] of Object.entries(kept)) await options.setAside.put(name, body);
    const writes: string[] = [];
    const setAside = { ...options.setAside, put: async (name: string) => void writes.push(name) };
    expect(await redrive({ ...options, setAside })).toEqual({ counts: new Map(), problems: [] });
    expect(writes).toEqual([]);
    expect(await contents()).toEqual(kept);
  });

  it('stays, byte for byte, where others of its object pass', async () => {
    const body = lines(UNKNOWN, line(1), line(2), UNKNOWN);
    await options.setAside.put(key(), body);
    expect((await redrive(options)).counts.get('unsupported')).toEqual({ ...NOTHING, objects: 1, records: 2, pass: 2 });
    const after = { [`redriven/${key()}`]: body, [key()]: lines(UNKNOWN, UNKNOWN) };
    expect(await contents()).toEqual(after);
    expect(ids()).toEqual([1, 2].map(eventId));
    expect((await redrive(options)).counts.size).toBe(0);
    expect(await contents()).toEqual(after);
  });

  it('passes later out of what is left, and the whole object stays under redriven/', async () => {
    const body = lines(line(1), line(2));
    // The rest of it: a version in between knew the type of the first alone.
    await options.setAside.put(key(), lines(line(2), UNKNOWN));
    await options.setAside.put(`redriven/${key()}`, body);
    await redrive(options);
    expect(await contents()).toEqual({ [`redriven/${key()}`]: body, [key()]: lines(UNKNOWN) });
    await options.setAside.put(key(), lines(line(2)));
    await redrive(options);
    expect(await contents()).toEqual({ [`redriven/${key()}`]: body });
  });

  it('is quarantined where it cannot be read, each line by itself', async () => {
    const [cut, noCall] = [line(3).slice(0, 40), line(4, { call_sid: '' })];
    await options.setAside.put(key(), lines(cut, line(1), noCall, UNKNOWN));
    const { counts } = await redrive(options);
    expect(counts.get('unsupported')).toEqual({
      ...NOTHING,
      objects: 1,
      records: 3,
      pass: 1,
      stay: 2,
      reasons: { 'not-json': 1, 'no-call-sid': 1 },
    });
    expect((await contents())[key()]).toBe(lines(UNKNOWN));
    const quarantined = Object.entries(await contents()).filter(([name]) => name.startsWith('quarantine/'));
    expect(quarantined.map(([name]) => name)).toEqual([
      expect.stringMatching(`^quarantine/2026/11/20/${SHARD_ID}-unnumbered-`),
      expect.stringMatching(`^quarantine/2026/11/20/${SHARD_ID}-unnumbered-`),
    ]);
    const data = quarantined.map(([, text]) => Buffer.from(JSON.parse(text ?? '').data, 'base64').toString());
    expect(data.toSorted()).toEqual([cut, noCall].toSorted());
  });

  it('stays where its object is packed, or of another encoding', async () => {
    const kept = { [key()]: lines(line(1)), [key('2026/11/19')]: Buffer.from(line(2), 'utf16le').toString() };
    for (const [name, body] of Object.entries(kept)) await options.setAside.put(name, body);
    await s3.client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key(), Body: gzipSync(kept[key()] ?? '') }));
    const before = await contents();
    const problem = { problem: 'bytes that are no text', again: false };
    const { counts, problems } = await redrive(options);
    expect(counts.size).toBe(0);
    expect(problems.toSorted((one, other) => one.key.localeCompare(other.key))).toEqual([
      { key: key('2026/11/19'), ...problem },
      { key: key(), ...problem },
    ]);
    expect(await contents()).toEqual(before);
  });

  it('stays where its row would be past its lifetime', async () => {
    const late = { ...options, config: { ...CONFIG, retentionDays: 5 } };
    const old = key('2026/11/10');
    await options.setAside.put(old, lines(line(1), UNKNOWN, line(2)));
    await options.setAside.put(key(), lines(line(3)));
    const dry = await redrive({ ...late, execute: false });
    expect(dry).toEqual({
      counts: new Map([['unsupported', { ...NOTHING, objects: 2, records: 3, pass: 1, expired: 2 }]]),
      problems: [],
      retentionDaysNeeded: 11,
    });
    expect(await redrive(late)).toEqual(dry);
    expect(ids()).toEqual([eventId(3)]);
    expect((await contents())[old]).toBe(lines(line(1), UNKNOWN, line(2)));
  });
});

describe('redrive of events whose type was unknown', () => {
  const quarantinedOnly = { reasons: ['no-time', 'given-up'] } as const;

  async function putSeveral(): Promise<void> {
    await options.setAside.put(key('2026/11/19'), lines(line(1)));
    await options.setAside.put(key('2026/11/20'), lines(line(2), UNKNOWN, 'not JSON', line(3)));
    await options.setAside.put(key('2026/11/21'), lines(UNKNOWN));
  }

  it('says without execution what would come of it, and changes nothing', async () => {
    await putSeveral();
    const before = await contents();
    const dry = await redrive({ ...options, execute: false });
    expect(dry.counts.get('unsupported')).toMatchObject({ objects: 2, records: 4, pass: 3, stay: 1 });
    expect(await contents()).toEqual(before);
    expect(rows()).toEqual([]);
    expect(await redrive(options)).toEqual(dry);
  });

  it('is by reason and by day, and reads nothing else', async () => {
    await putSeveral();
    const asked = async (members: Partial<RedriveOptions>) => {
      const reads: string[] = [];
      const get = async (name: string) => {
        reads.push(name);
        return options.setAside.get(name);
      };
      const setAside = { ...options.setAside, get };
      const { counts } = await redrive({ ...options, execute: false, setAside, ...members });
      return { records: counts.get('unsupported')?.records, reads: reads.length };
    };
    expect(await asked(quarantinedOnly)).toEqual({ records: undefined, reads: 0 });
    expect(await asked({ reasons: ['unsupported'] })).toEqual({ records: 4, reads: 3 });
    expect(await asked({ since: '2026-11-20T12:00:00.000Z' })).toEqual({ records: 3, reads: 2 });
    expect(await asked({ since: '2026-11-21T00:00:00.000Z' })).toEqual({ records: undefined, reads: 1 });
  });

  itAtNight('that is killed anywhere and run again ends as one that was not', async () => {
    await putSeveral();
    await redrive(options);
    const [rowsAtTheEnd, contentsAtTheEnd] = [rows(), await contents()];
    expect(Object.keys(contentsAtTheEnd)).toHaveLength(5);
    let lives = 0;
    for (let killed = true; killed; lives += 1) {
      for (const name of Object.keys(await contents())) await options.setAside.remove(name);
      await putSeveral();
      store = createMemoryStore();
      killed = await killedRedrive({ ...options, store }, lives);
      await redrive({ ...options, store });
      expect(await contents()).toEqual(contentsAtTheEnd);
      expect(rows()).toEqual(expect.arrayContaining(rowsAtTheEnd));
      expect(rows()).toHaveLength(rowsAtTheEnd.length);
    }
    expect(lives).toBeGreaterThan(6);
  });

  it('that runs twice at once ends as one that runs once', async () => {
    await putSeveral();
    const reports = await Promise.all([redrive(options), redrive(options)]);
    expect(reports.flatMap(({ problems, stopped }) => [...problems, stopped ?? []].flat())).toEqual([]);
    expect(ids().toSorted()).toEqual([1, 2, 3].map(eventId));
    expect((await contents())[key('2026/11/20')]).toBe(lines(UNKNOWN));
    expect((await contents())[key('2026/11/19')]).toBeUndefined();
  });
});

describe('summaries of a version that did not know them', () => {
  const CALL = callSid(1);
  const NUMBER = '+15550100';
  /** The last is the best: it is final, and came first. */
  const VERSIONS = [
    [PARTIAL, { processing_version: 1, start_time: null }],
    [PARTIAL, { processing_version: 3 }],
    [PREDICTED_COMPLETE, { processing_version: 7 }],
    [COMPLETE, { processing_version: 2, call_state: 'busy' }],
  ] as const;
  const summaries = VERSIONS.map(([type, data], index) =>
    JSON.stringify(summaryEvent(CALL, { ...between(NUMBER, 'client:alice'), ...data }, { id: eventId(index), type })),
  );
  const KEYS = [
    `${CALL} summary`,
    // The first version had another start.
    `${NUMBER} 2026-11-20T11:00:00.000Z#${CALL}`,
    `${NUMBER} 2026-11-20T11:30:00.000Z#${CALL}`,
    `client:alice 2026-11-20T11:00:00.000Z#${CALL}`,
    `client:alice 2026-11-20T11:30:00.000Z#${CALL}`,
  ].sort();
  const keys = () =>
    rows()
      .map(({ id, part }) => `${id?.S} ${part?.S}`)
      .sort();
  const best = () => rows().find(({ part }) => part?.S === 'summary');

  /** Each version on some day, beside what nobody understands and what is doubled. */
  async function putVersions(order: readonly number[]): Promise<void> {
    for (const name of Object.keys(await contents())) await options.setAside.remove(name);
    for (const [place, index] of order.entries()) {
      const body = lines(UNKNOWN, summaries[index] ?? '', summaries[order[0] ?? 0] ?? '');
      await options.setAside.put(key(`2026/11/2${place % 2}`, 1 + place), body);
    }
  }

  it.each([[[0, 1, 2, 3]], [[3, 2, 1, 0]], [[2, 3, 0, 1]]])('come in, and the best is left: %j', async (order) => {
    await putVersions(order);
    const dry = await redrive({ ...options, execute: false });
    expect(dry.counts.get('unsupported')).toEqual({ ...NOTHING, objects: 4, records: 8, pass: 8 });
    expect(rows()).toEqual([]);
    expect(await redrive(options)).toEqual(dry);
    expect(best()).toMatchObject({
      event_id: { S: eventId(3) },
      call_state: { S: 'busy' },
      rank: { S: expect.stringMatching(/^1#/) },
    });
    expect(keys()).toEqual(KEYS);
    expect(await contents()).toMatchObject({ [key('2026/11/20', 1)]: lines(UNKNOWN) });
  });

  itAtNight('end with the best wherever a redrive of them is killed', async () => {
    let lives = 0;
    for (let killed = true; killed; lives += 1) {
      await putVersions([3, 0, 2, 1]);
      store = createMemoryStore();
      killed = await killedRedrive({ ...options, store }, lives);
      await redrive({ ...options, store });
      expect(best()?.event_id?.S).toBe(eventId(3));
      expect(keys()).toEqual(KEYS);
    }
    expect(lives).toBeGreaterThan(6);
  });

  it('stay where their row would be past its lifetime, as events do', async () => {
    const late = { ...options, config: { ...CONFIG, retentionDays: 5 } };
    const [old] = summaries;
    await options.setAside.put(key('2026/11/10'), lines(old ?? ''));
    const report = await redrive(late);
    expect(report.counts.get('unsupported')).toEqual({ ...NOTHING, objects: 1, records: 1, expired: 1 });
    expect(report.retentionDaysNeeded).toBe(11);
    expect(rows()).toEqual([]);
    expect(await contents()).toEqual({ [key('2026/11/10')]: lines(old ?? '') });
  });

  it('change nothing where the stream brought a better one meanwhile', async () => {
    await options.setAside.put(key(), lines(...summaries.slice(0, 3)));
    const ingest = createIngest({ ...options, store });
    await ingest([kinesisRecord(summaries[3] ?? '')], { getRemainingTimeInMillis: () => 60_000 });
    expect((await redrive(options)).counts.get('unsupported')).toMatchObject({ pass: 3, stay: 0 });
    expect(best()?.event_id?.S).toBe(eventId(3));
  });
});

describe('metrics and conferences of a version that did not know them', () => {
  const CALL = callSid(1);
  const metric = callMetricSample({
    id: eventId(1),
    type: SDK_METRICS,
    version: 2,
    time: '2026-11-20T11:30:00.000Z',
    data: { call_sid: CALL, timestamp: '2026-11-20T11:30:00.000Z', edge: 'sdk_edge', direction: 'both' },
  });
  const participant = participantSample({
    id: eventId(2),
    type: PARTICIPANT_COMPLETE,
    version: 2,
    time: '2026-11-20T11:30:00.000Z',
    data: { conference_sid: 'CF1', participant_sid: 'CP1', call_sid: CALL },
  });
  const conference = conferenceSample({
    id: eventId(3),
    type: CONFERENCE_COMPLETE,
    version: 2,
    time: '2026-11-20T11:30:00.000Z',
    data: { conference_sid: 'CF1' },
  });
  const texts = [metric, participant, conference].map((event) => JSON.stringify(event));

  it('come in', async () => {
    await options.setAside.put(key(), lines(UNKNOWN, ...texts));
    expect((await redrive(options)).counts.get('unsupported')).toMatchObject({ pass: 3, stay: 0, expired: 0 });
    expect(
      rows()
        .map(({ id, part }) => `${id?.S} ${part?.S}`)
        .sort(),
    ).toEqual([
      `${CALL} conference#CF1#CP1`,
      `${CALL} metric#sdk_edge#2026-11-20T11:30:00.000Z#both#${eventId(1)}`,
      'CF1 participant#CP1',
      'CF1 summary',
    ]);
    expect(await contents()).toMatchObject({ [key()]: lines(UNKNOWN) });
  });

  it('stay where their own lifetime is over, and say which setting is too short', async () => {
    await options.setAside.put(key('2026/11/10'), lines(...texts));
    const report = await redrive({ ...options, config: { ...CONFIG, metricDays: 5 } });
    expect(report.counts.get('unsupported')).toMatchObject({ pass: 2, expired: 1 });
    expect(report).toMatchObject({ metricDaysNeeded: 11 });
    expect(report.retentionDaysNeeded).toBeUndefined();
    expect(await contents()).toMatchObject({ [key('2026/11/10')]: lines(texts[0] ?? '') });
    const longer = await redrive({ ...options, config: { ...CONFIG, metricDays: 11, retentionDays: 5 } });
    expect(longer.counts.get('unsupported')).toMatchObject({ pass: 1, expired: 0 });
  });
});
