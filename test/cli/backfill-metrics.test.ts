import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GATEWAY_METRICS, SDK_METRICS } from '../../families/call-metric/facts.ts';
import { INSIGHTS_TABLE_NAME } from '../../local/names.ts';
import { CONFIG, eventId } from '../../samples/builders.ts';
import { gatewayMetricData, metricEvent, sdkMetricData } from '../../samples/call-metric.ts';
import { isNightly, itAtNight } from '../nightly.ts';
import { callSid } from '../operations/summaries.ts';
import { type FakeCall, type FakeInsights, startFakeInsights, toRestMetric } from '../twilio/fake-insights.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
/** Twilio gives a thousand at once. */
const SECONDS = isNightly ? 1_030 : 130;
const START_MS = Math.floor(Date.now() / 1000) * 1000 - 48 * HOUR_MS;

let pipeline: AnnouncedPipeline;
let twilio: FakeInsights;
beforeAll(async () => {
  pipeline = await announcePipeline({
    config: { ...CONFIG, metricDays: 7, redactFields: ['sdk_edge.metadata.ip_address'] },
  });
  twilio = await startFakeInsights();
});
afterAll(async () => {
  await twilio.stop();
  await pipeline.stop();
});

let callsMade = 0;
/** A call whose client measured so many seconds, and whose gateway so many times ten. */
function newCall(seconds: number, members: Partial<FakeCall> = {}) {
  callsMade += 1;
  const sid = callSid(callsMade);
  const at = (second: number) => new Date(START_MS + second * 1_000 + 143).toISOString();
  const sdk = Array.from({ length: seconds }, (_sample, n) => sdkMetricData({ call_sid: sid, timestamp: at(n) }));
  const gateway = Array.from({ length: Math.floor(seconds / 10) }, (_sample, n) =>
    (['inbound', 'outbound'] as const).map((direction) =>
      gatewayMetricData({ edge: 'client_edge', direction }, { call_sid: sid, timestamp: at(n * 10) }),
    ),
  ).flat();
  twilio.add({
    sid,
    startMs: START_MS,
    endMs: START_MS + HOUR_MS,
    defaultEdge: 'sdk_edge',
    events: [],
    metrics: [...sdk, ...gateway].map((data) => toRestMetric(data)),
    ...members,
  });
  return { sid, sdk, gateway };
}

const run = (...words: string[]) =>
  runCli(
    [
      'backfill',
      '--metrics',
      `--local=${pipeline.ready.port}`,
      ...(words.includes('--dry-run') ? [] : ['--yes']),
      ...words,
    ],
    twilio.environment,
  );
const rowsOf = async (sid: string) => (await pipeline.rows(INSIGHTS_TABLE_NAME)).filter(({ id }) => id?.S === sid);

describe('backfill --metrics', () => {
  it('stores exactly the samples that did not come by the stream, and once', async () => {
    const { sid, sdk, gateway } = newCall(SECONDS);
    const all = sdk.length + gateway.length;
    const [here, missing] = [70, all - 70];
    await pipeline.ingest(
      sdk.slice(0, 50).map((data, n) => metricEvent({ id: eventId(n) }, data)),
      metricEvent({ id: eventId(5_000), type: GATEWAY_METRICS }, gateway.slice(0, 20)),
    );
    expect(await run(sid, '--dry-run')).toEqual({
      code: 0,
      out: `${sid}: ${all} samples at Twilio, ${here} of them here, ${missing} missing\n`,
      notes: [],
    });
    expect(await rowsOf(sid)).toHaveLength(here);
    expect(await run(sid)).toEqual({
      code: 0,
      out: `${sid}: ${all} samples at Twilio, ${here} of them here, ${missing} added\n`,
      notes: [],
    });
    const stored = await rowsOf(sid);
    expect(stored).toHaveLength(all);
    const keys = stored.map(({ part }) => part?.S?.split('#').slice(0, 4).join('#'));
    expect(new Set(keys).size).toBe(all);
    const made = stored.filter(({ event_id }) => event_id?.S?.startsWith('backfill-'));
    expect(made).toHaveLength(missing);
    for (const { expires_at, event_type, edge, sdk_edge } of made) {
      expect(expires_at?.N).toBe(String((Math.floor(Date.now() / 86_400_000) + 8) * 86_400));
      expect(event_type?.S).toBe(edge?.S === 'sdk_edge' ? SDK_METRICS : GATEWAY_METRICS);
      if (sdk_edge !== undefined) expect(sdk_edge.M?.metadata?.M?.ip_address).toEqual({ S: '[redacted]' });
    }
    expect((await run(sid)).out).toBe(`${sid}: ${all} samples at Twilio, ${all} of them here, 0 added\n`);
    expect(await rowsOf(sid)).toEqual(stored);
  });

  it('says as JSON what it did of each call, and of which call Twilio knows nothing', async () => {
    const { sid } = newCall(3);
    const unknown = callSid(999);
    const { out, code } = await run(sid, unknown, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      added: 3,
      missing: 3,
      calls: [
        { call_sid: sid, at_twilio: 3, added: 3, only_here: 0, ambiguous: [], rejected: [] },
        { call_sid: unknown, added: 0, problem: expect.stringContaining('no such call') },
      ],
    });
  });

  itAtNight('takes calls of a time, and leaves one alone whose samples Twilio may still deliver', async () => {
    const { sid } = newCall(2, { startMs: START_MS - 100 * HOUR_MS, endMs: START_MS - 99 * HOUR_MS });
    const young = newCall(2, { startMs: Date.now() - HOUR_MS, endMs: Date.now() - HOUR_MS / 2 }).sid;
    const from = new Date(START_MS - 101 * HOUR_MS).toISOString();
    expect((await run('--since', from, '--until', new Date(START_MS - 98 * HOUR_MS).toISOString())).out).toContain(
      `${sid}: 2 samples at Twilio, 0 of them here, 2 added`,
    );
    const refused = await run(young);
    expect(refused.code).toBe(1);
    expect(refused.notes.join()).toContain('Twilio may still deliver');
    expect((await run(young, '--force')).out).toContain('2 added');
  });

  it('is not said together with --summaries', async () => {
    expect(await run(callSid(1), '--summaries')).toMatchObject({
      code: 2,
      notes: [expect.stringContaining('--summaries, --metrics and --conferences: say one of them')],
    });
  });
});
