import { once } from 'node:events';
import type { KinesisStreamRecord } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type AuditOptions, audit, removeRows } from '../../../operations/audit/audit.ts';
import { type AuditRun, auditEvent, callsOf, newRun, toCloudEvent } from '../../../operations/audit/audit-run.ts';
import { systemClock } from '../../../shared/clock.ts';
import {
  aMillisecondLater,
  numberOf,
  startTamperedPipeline,
  type TamperedPipeline,
} from '../../cli/tampered-pipeline.ts';
import { fastClock } from '../../local/running-pipeline.ts';
import { itAtNight } from '../../nightly.ts';
import { GIVEN_UP_KEY, givenUp, quarantined } from '../set-aside/kept.ts';

const EVENTS = 250;
const CALLS = 20;
/** Of each call the summary, what leads to it from either party, ten samples, and its part in a conference with what leads to that. */
const INSIGHT_ROWS = CALLS * (3 + 10 + 2) + 1;
const NEVER = new AbortController().signal;

let pipeline: TamperedPipeline;
beforeAll(async () => {
  pipeline = await startTamperedPipeline();
});
afterAll(() => pipeline.stop());
beforeEach(() => pipeline.heal());

/** An audit whose seconds are tenths of one. */
function options(more: Partial<AuditOptions> = {}): AuditOptions {
  return {
    ...pipeline.parts,
    // Their tests are by themselves, with the time of day: a start that is ahead of its arrival is a wrong clock.
    insights: undefined,
    run: newRun(EVENTS, Math.random),
    clock: fastClock,
    timeoutMs: 200_000,
    keep: false,
    signal: NEVER,
    ...more,
  };
}

const withInsights = (more: Partial<AuditOptions> = {}) =>
  options({ clock: systemClock, timeoutMs: 20_000, insights: pipeline.parts.insights, ...more });

function ofCall(run: AuditRun, number: number): { id: string; callSid: string } {
  const { id, callSid } = auditEvent(run, number);
  return { id, callSid };
}

/** Which version of a summary a record holds; undefined for an event. */
function versionOf({ kinesis }: KinesisStreamRecord): string | undefined {
  return /-version-(\d)"/.exec(Buffer.from(kinesis.data, 'base64').toString())?.[1];
}

const refused = (name: string, status = 400) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

it('finds each event stored once, says how long that took, and leaves no row', async () => {
  const seen: number[] = [];
  const report = await audit(options({ onProgress: (count) => seen.push(count) }));
  expect(report).toMatchObject({
    put: EVENTS,
    account: { stored: EVENTS, notStored: [], doubled: [] },
    removed: EVENTS,
  });
  expect(report.putError ?? report.readError ?? report.keptError ?? report.removeError).toBeUndefined();
  expect(report.delaysMs).toHaveLength(EVENTS);
  expect(report.uncertaintyMs).toBeLessThanOrEqual(Math.max(...report.delaysMs));
  expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  expect(seen.at(-1)).toBe(EVENTS);
  expect(await pipeline.rows()).toEqual([]);
});

itAtNight('finds the best version of each summary, whatever the order, and leaves no row of one', async () => {
  const versions: string[] = [];
  pipeline.tamper = (records, ingest) => {
    versions.push(...records.flatMap((record) => versionOf(record) ?? []));
    return ingest(records);
  };
  const report = await audit(withInsights());
  expect(report.summaries).toEqual({ calls: CALLS, right: CALLS, foundByClient: CALLS, wrong: [] });
  expect(report).toMatchObject({ removed: EVENTS, removedInsights: INSIGHT_ROWS });
  expect(report.insightsError).toBeUndefined();
  expect(report.metrics).toEqual({ right: CALLS * 10, wrong: [] });
  expect(report.conference).toEqual({ right: CALLS + 1, wrong: [] });
  // Three versions of each call, and in another round the worse ones again; two of each participant and the conference.
  expect(versions).toHaveLength(CALLS * 5 + (CALLS + 1) * 2);
  expect(versions).not.toEqual(versions.toSorted());
  expect(await pipeline.summaryRows()).toEqual([]);
});

itAtNight('names a summary that is not there, one that is not the best, and one that nothing leads to', async () => {
  const run = newRun(EVENTS, Math.random);
  const [lost = '', worse = '', unled = ''] = callsOf(run, EVENTS);
  const isOf = (record: KinesisStreamRecord, callSid: string) => record.kinesis.partitionKey === callSid;
  pipeline.tamper = async (records, ingest) => {
    await ingest(
      records.filter((record) => {
        const version = versionOf(record);
        return version === undefined || !(isOf(record, lost) || (isOf(record, worse) && version === '3'));
      }),
    );
  };
  const { summaries } = pipeline.parts.insights;
  async function* latestCalls(...asked: Parameters<typeof summaries.latestCalls>) {
    for await (const call of summaries.latestCalls(...asked)) if (call.callSid !== unled) yield call;
  }
  const report = await audit(
    withInsights({
      run,
      timeoutMs: 8_000,
      insights: { ...pipeline.parts.insights, summaries: { ...summaries, latestCalls } },
    }),
  );
  expect(report.summaries).toEqual({
    calls: CALLS,
    right: CALLS - 3,
    foundByClient: CALLS - 2,
    wrong: [
      { sid: lost, problem: 'no summary' },
      { sid: worse, problem: `another version, audit-${run.name}-${worse}-version-2` },
      { sid: unled, problem: 'not found by its client' },
    ],
  });
  expect(report).toMatchObject({ account: { stored: EVENTS }, removedInsights: INSIGHT_ROWS - 3 });
  expect(await pipeline.summaryRows()).toEqual([]);
});

itAtNight('names a sample that is not there, one that is there twice, and a participant that is not', async () => {
  const run = newRun(EVENTS, Math.random);
  const [call = '', other = ''] = callsOf(run, EVENTS);
  const textOf = ({ kinesis }: KinesisStreamRecord) => Buffer.from(kinesis.data, 'base64').toString();
  const isLost = (text: string) =>
    text.includes(`${call}-sample-3"`) || text.includes(`"id":"audit-${run.name}-${other}-version`);
  pipeline.tamper = async (records, ingest) => {
    await ingest(
      records
        .filter((record) => !(isLost(textOf(record)) && !textOf(record).includes('call-summary')))
        .map((record) => {
          const text = textOf(record);
          if (!text.includes(`${call}-sample-4"`) || record.kinesis.sequenceNumber === undefined) return record;
          const twice = text.replace('-sample-4"', `-sample-4-${record.kinesis.sequenceNumber}"`);
          return { ...record, kinesis: { ...record.kinesis, data: Buffer.from(twice).toString('base64') } };
        }),
    );
  };
  const report = await audit(withInsights({ run, timeoutMs: 8_000 }));
  expect(report.metrics).toEqual({
    right: CALLS * 10 - 2,
    wrong: [
      { sid: call, problem: '1 samples are missing' },
      { sid: call, problem: '1 samples are doubled' },
    ],
  });
  expect(report.conference?.wrong).toEqual([{ sid: other, problem: 'no participant' }]);
  expect(await pipeline.summaryRows()).toEqual([]);
});

it('puts no summaries where the stack has no table of them', async () => {
  const report = await audit(options());
  expect(report).toMatchObject({ account: { stored: EVENTS }, removed: EVENTS, removedInsights: 0 });
  expect(report.summaries).toBeUndefined();
});

itAtNight('names an event that was acknowledged and not stored', async () => {
  const lost = [7, 200];
  pipeline.tamper = (records, ingest) => ingest(records.filter((record) => !lost.includes(numberOf(record))));
  const { run, ...others } = options();
  const report = await audit({ run, ...others, timeoutMs: 60_000 });
  expect(report).toMatchObject({ put: EVENTS, removed: EVENTS - 2, account: { stored: EVENTS - 2, doubled: [] } });
  expect(report.account?.notStored).toEqual(lost.map((number) => ({ ...ofCall(run, number), fate: 'missing' })));
  expect(await pipeline.rows()).toEqual([]);
});

itAtNight('names an event that has two rows, and deletes both', async () => {
  pipeline.tamper = (records, ingest) =>
    ingest(records.flatMap((record) => (numberOf(record) === 9 ? [record, aMillisecondLater(record)] : [record])));
  const { run, ...others } = options();
  const report = await audit({ run, ...others });
  expect(report).toMatchObject({ removed: EVENTS + 1, account: { stored: EVENTS, notStored: [] } });
  expect(report.account?.doubled).toMatchObject([{ id: auditEvent(run, 9).id, rows: 2 }]);
  expect(await pipeline.rows()).toEqual([]);
});

itAtNight(
  'says which events are in quarantine and which in a batch that was given up, and does not wait for those',
  async () => {
    pipeline.tamper = async (records, ingest) => {
      for (const record of records.filter((one) => numberOf(one) === 3)) {
        await pipeline.quarantine.putRecord(quarantined(3, '', { data: record.kinesis.data }), NEVER);
      }
      const lost = records.filter((one) => numberOf(one) === 4);
      if (lost.length > 0) await pipeline.parts.setAside.put(GIVEN_UP_KEY, givenUp(lost));
      await ingest(records.filter((one) => ![3, 4].includes(numberOf(one))));
    };
    const { run, ...others } = options();
    const beganMs = fastClock.now();
    const report = await audit({ run, ...others, timeoutMs: 600_000 });
    expect(fastClock.now() - beganMs).toBeLessThan(300_000);
    expect(report.account?.notStored).toMatchObject([
      { id: auditEvent(run, 3).id, fate: 'quarantined' },
      { id: auditEvent(run, 4).id, fate: 'given-up' },
    ]);
  },
);

it('keeps the rows where it is told to, which can be deleted by the name of the run', async () => {
  const { run, ...others } = options({ keep: true });
  const report = await audit({ run, ...others });
  expect([report.removed, (await pipeline.rows()).length]).toEqual([undefined, EVENTS]);
  expect(await removeRows(run, pipeline.parts.eraser)).toEqual({ events: EVENTS, insights: 0 });
  expect(await pipeline.rows()).toEqual([]);
});

itAtNight('ends where it is stopped, after what is on the stream then: accounted for and deleted', async () => {
  const abort = new AbortController();
  const stopped = once(abort.signal, 'abort');
  pipeline.tamper = async (records, ingest) => {
    await stopped;
    await ingest(records);
  };
  let looks = 0;
  const onProgress = () => {
    looks += 1;
    if (looks === 2) abort.abort();
  };
  const clock = systemClock;
  const report = await audit(
    options({ run: newRun(100_000, Math.random), clock, timeoutMs: 60_000, signal: abort.signal, onProgress }),
  );
  expect(report.put).toBeGreaterThan(0);
  expect(report.put).toBeLessThan(10_000);
  expect(report).toMatchObject({ account: { stored: report.put, notStored: [] }, removed: report.put });
  expect(await pipeline.rows()).toEqual([]);
});

itAtNight('looks into the bucket once more before it calls an event missing', async () => {
  pipeline.tamper = (records, ingest) => ingest(records.filter((record) => numberOf(record) !== 3));
  const run = newRun(EVENTS, Math.random);
  const lost = quarantined(30, toCloudEvent(auditEvent(run, 3), '2026-11-20T12:00:00.000Z'));
  let listed = 0;
  const { setAside } = pipeline.parts;
  async function* keys(prefix: string, after?: string) {
    yield* setAside.keys(prefix, after);
    listed += 1;
    // Behind the look before the first put, and the one after the last.
    if (listed === 4) await pipeline.quarantine.putRecord(lost, NEVER);
  }
  const report = await audit(options({ run, setAside: { ...setAside, keys }, timeoutMs: 30_000 }));
  expect(report.account?.notStored).toContainEqual({ ...ofCall(run, 3), fate: 'quarantined' });
});

it.each([
  ['the table may not be read', { reader: { eventsOfCall: () => throwing('AccessDeniedException') } }],
  ['the bucket may not be listed', { setAside: { keys: () => throwing('AccessDenied') } }],
])('puts nothing where %s', async (_what, part) => {
  let started = false;
  const forbidden = {
    ...part,
    put: () => Promise.reject(new Error('put')),
    onStart: () => {
      started = true;
    },
  } as Partial<AuditOptions>;
  await expect(audit(options(forbidden))).rejects.toThrow('AccessDenied');
  expect(started).toBe(false);
});

// biome-ignore lint/correctness/useYield: what it yields is never reached.
async function* throwing(name: string): AsyncGenerator<never> {
  throw refused(name);
}

it('accounts for what the stream took before it refused more, and deletes that', async () => {
  let batches = 0;
  const put: AuditOptions['put'] = (records) => {
    batches += 1;
    return batches < 3 ? pipeline.parts.put(records) : Promise.reject(refused('ResourceNotFoundException'));
  };
  const report = await audit(options({ put }));
  expect(report).toMatchObject({ put: 200, account: { stored: 200, notStored: [] }, removed: 200 });
  expect(report.putError).toMatchObject({ name: 'ResourceNotFoundException' });
  expect(await pipeline.rows()).toEqual([]);
});

it('tries again what a busy stream and a busy table did not do', async () => {
  let puts = 0;
  let reads = 0;
  const report = await audit(
    options({
      put(records) {
        puts += 1;
        return puts === 1 ? Promise.reject(refused('ThrottlingException')) : pipeline.parts.put(records);
      },
      reader: {
        eventsOfCall(...args) {
          reads += 1;
          return reads % 10 === 5 ? throwing('ThrottlingException') : pipeline.parts.reader.eventsOfCall(...args);
        },
      },
    }),
  );
  expect(report).toMatchObject({ put: EVENTS, account: { stored: EVENTS, notStored: [], doubled: [] } });
});

it('says nothing of events where the table cannot be read any more, stops, and deletes the rows', async () => {
  let reads = 0;
  const report = await audit(
    options({
      run: newRun(100_000, Math.random),
      reader: {
        eventsOfCall(...args) {
          reads += 1;
          return reads > 30 ? throwing('AccessDeniedException') : pipeline.parts.reader.eventsOfCall(...args);
        },
      },
    }),
  );
  expect(report.account).toBeUndefined();
  expect(report.readError).toMatchObject({ name: 'AccessDeniedException' });
  expect(report.put).toBeLessThan(10_000);
  expect(report.removed).toBeTypeOf('number');
});

itAtNight('says that what is set aside could not be read, and why rows are left', async () => {
  pipeline.tamper = (records, ingest) => ingest(records.filter((record) => numberOf(record) !== 5));
  let listed = 0;
  const { run, ...others } = options({ timeoutMs: 60_000 });
  const report = await audit({
    run,
    ...others,
    setAside: {
      ...pipeline.parts.setAside,
      keys(...args) {
        listed += 1;
        return listed > 2 ? throwing('AccessDenied') : pipeline.parts.setAside.keys(...args);
      },
    },
    eraser: { ...pipeline.parts.eraser, erase: () => Promise.reject(refused('AccessDeniedException')) },
  });
  expect(report.account?.notStored).toMatchObject([{ fate: 'missing' }]);
  expect(report.keptError).toMatchObject({ name: 'AccessDenied' });
  expect(report.removeError).toMatchObject({ name: 'AccessDeniedException' });
  expect(report.removed).toBeUndefined();
  expect(await removeRows(run, pipeline.parts.eraser)).toMatchObject({ events: EVENTS - 1 });
  expect(callsOf(run, EVENTS)).toHaveLength(20);
});
