import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { describe, expect, it, vi } from 'vitest';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../../families/call-summary/facts.ts';
import { createIngest } from '../../../lambda/ingest/ingest.ts';
import type { BatchReport } from '../../../lambda/ingest/report.ts';
import { publish } from '../../../lambda/ingest/telemetry.ts';
import type { QuarantinedRecord } from '../../../lambda/quarantine/quarantine.ts';
import type { Item } from '../../../lambda/store/item.ts';
import type { ItemWriter } from '../../../lambda/store/item-writer.ts';
import { attributesOf, CALL_SID, CONFIG, cloudEvent, eventId, kinesisRecords } from '../../../samples/builders.ts';
import { CALLEE, CALLER, summaryEvent } from '../../../samples/call-summary.ts';
import { systemClock } from '../../../shared/clock.ts';
import { createMemoryStore } from '../../memory-store.ts';

const TIME_LEFT = { getRemainingTimeInMillis: () => 60_000 };

const partial = (version: number) =>
  summaryEvent(
    { id: eventId(version), type: version === 2 ? PREDICTED_COMPLETE : PARTIAL },
    { processing_version: version, processing_state: 'partial' },
  );
const complete = summaryEvent({ id: eventId(9), type: COMPLETE }, { processing_version: 9 });

function setUp(change: (store: ItemWriter) => Partial<ItemWriter> = () => ({}), config = CONFIG) {
  const memory = createMemoryStore();
  const quarantined: QuarantinedRecord[] = [];
  const ingest = createIngest({
    store: { ...memory, ...change(memory) },
    quarantine: {
      putRecord: async (record) => void quarantined.push(record),
      putUnsupported: async () => undefined,
    },
    config,
    clock: systemClock,
  });
  const rows = () => [...memory.items.values()].map(attributesOf);
  return {
    quarantined,
    rows,
    summary: () => rows().find(({ part }) => part?.S === 'summary'),
    ingest: (...events: unknown[]) => ingest(kinesisRecords(events), TIME_LEFT),
  };
}

describe('the versions of a summary', () => {
  it('in one batch leave the greatest, and are one write', async () => {
    let writes = 0;
    const { ingest, summary } = setUp((store) => ({
      putGuarded(item, signal) {
        writes += 1;
        return store.putGuarded(item, signal);
      },
    }));
    const { response, report } = await ingest(partial(2), complete, partial(1), partial(1));
    expect(response.batchItemFailures).toEqual([]);
    expect(summary()).toMatchObject({ event_id: { S: eventId(9) }, processing_version: { N: '9' } });
    expect(writes).toBe(1);
    expect(report).toMatchObject({ superseded: 3, duplicatesMerged: 0, stored: [{ type: COMPLETE, count: 1 }] });
  });

  it('in batches of their own leave the greatest, and a worse one is counted and blocks nothing', async () => {
    const { ingest, summary } = setUp();
    await ingest(complete);
    const { response, report } = await ingest(partial(2), cloudEvent());
    expect(response.batchItemFailures).toEqual([]);
    expect(report).toMatchObject({ records: 2, superseded: 1 });
    expect(report.stored.map(({ type }) => type)).toEqual(['com.twilio.voice.insights.call-event.sdk']);
    expect(summary()).toMatchObject({ event_id: { S: eventId(9) } });
  });
});

describe('rows that lead to a call', () => {
  it('are written before its summary', async () => {
    const order: string[] = [];
    const note = ({ key }: Item) => order.push(key);
    const { ingest } = setUp((store) => ({
      async put(items, signal) {
        await new Promise((resolve) => setImmediate(resolve));
        for (const item of items) note(item);
        return store.put(items, signal);
      },
      putGuarded(item, signal) {
        note(item);
        return store.putGuarded(item, signal);
      },
    }));
    const parent = `CA${'1'.repeat(32)}`;
    await ingest(summaryEvent({}, { parent_call_sid: parent }));
    expect(order).toHaveLength(4);
    expect(order.at(-1)).toContain(`${CALL_SID} summary`);
    expect(order.join()).toContain(`${parent} child#${CALL_SID}`);
    expect(order.join()).toContain(`${CALLER} 2026-11-20T11:30:02.000Z#${CALL_SID}`);
    expect(order.join()).toContain(`${CALLEE} 2026-11-20T11:30:02.000Z#${CALL_SID}`);
  });

  it('that cannot be written leave the summary for another delivery', async () => {
    const { ingest, rows } = setUp(() => ({
      put: async () => {
        throw Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
      },
    }));
    const { response } = await ingest(complete);
    expect(response.batchItemFailures).toHaveLength(1);
    expect(rows()).toEqual([]);
  });

  it('are none where nobody is to look calls up by number', async () => {
    const { ingest, rows } = setUp(undefined, { ...CONFIG, partyLookup: false });
    await ingest(complete);
    expect(rows().map(({ part }) => part?.S)).toEqual(['summary']);
  });

  it('hold no number that is to be hidden, nor does the summary', async () => {
    const { ingest, rows } = setUp(undefined, { ...CONFIG, redactFields: ['from.caller', 'to.callee'] });
    await ingest(complete);
    expect(rows().map(({ part }) => part?.S)).toEqual(['summary']);
    expect(JSON.stringify(rows())).not.toMatch(/\+1555/);
  });
});

it('a summary that the table refuses is quarantined, and the others are stored', async () => {
  const { ingest, quarantined, rows } = setUp((store) => ({
    putGuarded: (item, signal) =>
      item.json.includes('CAbad')
        ? Promise.resolve({ outcome: 'refused', message: 'no' })
        : store.putGuarded(item, signal),
  }));
  const { response } = await ingest(summaryEvent({}, { call_sid: 'CAbad' }), complete);
  expect(response.batchItemFailures).toEqual([]);
  expect(quarantined).toMatchObject([{ reason: 'refused-by-dynamodb' }]);
  expect(rows().filter(({ part }) => part?.S === 'summary')).toHaveLength(1);
});

it.each([
  [{ call_sid: '' }, 'no-call-sid'],
  [{ call_sid: null }, 'no-call-sid'],
  [{ call_sid: 7 }, 'no-call-sid'],
  [{ call_sid: `CA${'x'.repeat(1_100)}` }, 'key-too-long'],
])('a summary with %j is quarantined as %s', async (members, reason) => {
  const { ingest, quarantined, rows } = setUp();
  const event = summaryEvent();
  await ingest({ ...event, data: { ...event.data, ...members } });
  expect(quarantined).toMatchObject([{ reason }]);
  expect(rows()).toEqual([]);
});

it('a summary needs no more than its call, and is filed by its arrival then', async () => {
  const { ingest, summary } = setUp();
  await ingest({ id: 'x', type: PARTIAL, data: { call_sid: CALL_SID } });
  expect(summary()).toMatchObject({ started_id: { S: `2026-11-20T12:00:00.000Z#${CALL_SID}` } });
});

describe('a call', () => {
  const BAD = { call_state: 'fail', tags: ['silence'], properties: { pdd_ms: 2_000 } };

  it('is counted once, when a summary of it is first final', async () => {
    const { ingest } = setUp();
    const counted: number[] = [];
    for (const event of [partial(1), complete, complete, partial(2), { ...complete, id: eventId(10) }])
      counted.push((await ingest(event)).report.finished.length);
    expect(counted).toEqual([0, 1, 0, 0, 0]);
  });

  it('is counted also where its record has to be delivered again', async () => {
    const { ingest } = setUp((store) => ({
      put: (items, signal) =>
        items.some(({ table }) => table === 'call-events') ? Promise.reject(denied()) : store.put(items, signal),
    }));
    const { response, report } = await ingest(cloudEvent(), complete);
    expect(response.batchItemFailures).toHaveLength(1);
    expect(report.finished).toHaveLength(1);
  });

  it('is counted by what is hidden in its row, which is in no metric', async () => {
    const { ingest, summary } = setUp(undefined, { ...CONFIG, redactFields: ['tags', 'call_state'] });
    const { report } = await ingest(summaryEvent({}, BAD));
    expect(summary()).toMatchObject({ tags: { S: '[redacted]' }, call_state: { S: '[redacted]' } });
    expect(report.finished).toMatchObject([{ state: 'fail', isBad: true, tags: [{ tag: 'silence' }] }]);
  });

  it('is published by type and state, with its tags, its delay and its score, in names of closed lists', async () => {
    const { ingest } = setUp();
    const event = summaryEvent({}, { ...BAD, call_type: 'of a new type', tags: ['silence', 'new_tag'] });
    const metrics = published((await ingest(event)).report);
    expect(metrics.filter(({ CallsFinished }) => CallsFinished !== undefined)).toMatchObject([
      { CallsFinished: 1, call_type: '(other)', call_state: 'fail' },
      { CallsFinished: 1, CallsBad: 1, PostDialDelay: 2_000 },
    ]);
    expect(metrics.filter(({ CallTags }) => CallTags !== undefined)).toMatchObject([
      { CallTags: 1, tag: 'silence', edge: '(call)' },
      { CallTags: 1, tag: '(other)', edge: '(call)' },
    ]);
  });
});

function denied(): Error {
  return Object.assign(new Error('no'), { name: 'AccessDeniedException', $metadata: { httpStatusCode: 400 } });
}

/** What is published of a report, in the embedded metric format. */
function published(report: BatchReport): Record<string, unknown>[] {
  const lines: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  try {
    const metrics = new Metrics({ namespace: 'test', serviceName: 'test' });
    metrics.setThrowOnEmptyMetrics(false);
    publish(report, { logger: new Logger({ logLevel: 'SILENT' }), metrics, singleMetric: metrics.singleMetric() });
  } finally {
    write.mockRestore();
  }
  return lines.map((line) => JSON.parse(line));
}
