import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cloudEvent, eventId } from '../../samples/builders.ts';
import { type FakeInsights, startFakeInsights } from '../twilio/fake-insights.ts';
import { type AnnouncedPipeline, announcePipeline } from './announced-pipeline.ts';
import { runCli } from './run-cli.ts';
import { sidOf, sidsOf, summaryEvent } from './summary-events.ts';

vi.setConfig({ testTimeout: 60_000 });

const [customer, agent, supervisor, transfer, alone, lost, orphan, circle] = sidsOf(
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
);
const START_MS = Date.now() - 3_600_000;

let pipeline: AnnouncedPipeline;
let twilio: FakeInsights;

beforeAll(async () => {
  pipeline = await announcePipeline();
  const leg = (call: string, parent: string, seconds: number) =>
    summaryEvent(call, START_MS + seconds * 1_000, {
      parent_call_sid: parent,
      properties: { direction: parent === '' ? 'inbound' : 'outbound_dial' },
    });
  await pipeline.ingest(
    leg(customer, '', 0),
    leg(agent, customer, 2),
    leg(transfer, customer, 9),
    leg(supervisor, agent, 5),
    leg(alone, '', 0),
    leg(orphan, lost, 1),
    leg(circle, circle, 1),
    ...[customer, agent, supervisor, transfer, alone, orphan, circle].map((call_sid, index) =>
      cloudEvent(
        { id: eventId(index) },
        { call_sid, timestamp: new Date(START_MS + index * 1_000).toISOString(), level: 'ERROR', name: 'error' },
      ),
    ),
  );
  const call = { startMs: START_MS, endMs: START_MS + 60_000, defaultEdge: 'sdk_edge' as const, events: [] };
  twilio = await startFakeInsights([
    { ...call, sid: customer },
    { ...call, sid: agent, parentSid: customer, direction: 'outbound-dial', startMs: START_MS + 2_000 },
    { ...call, sid: sidOf('9'), parentSid: customer, direction: 'outbound-dial', startMs: START_MS + 20_000 },
  ]);
});
afterAll(async () => {
  await twilio.stop();
  await pipeline.stop();
});

const ask = (words: string[], env: Record<string, string> = {}) =>
  runCli([...words, `--local=${pipeline.ready.port}`], env);
const legsOf = async (call: string, env: Record<string, string> = {}) => {
  const { code, out, notes } = await ask(['call', call, '--legs', '--json'], env);
  return { code, notes, ...JSON.parse(out) };
};

describe('legs by stored summaries, without credentials of Twilio', () => {
  it.each([customer, agent, supervisor, transfer])('are the whole conversation, asked from %s', async (call) => {
    const { code, notes, legs, events } = await legsOf(call);
    expect({ code, notes }).toEqual({ code: 0, notes: [] });
    expect(legs).toEqual([
      { leg: 'A', call_sid: customer, parent_call_sid: null, direction: 'inbound' },
      { leg: 'B', call_sid: agent, parent_call_sid: customer, direction: 'outbound-dial' },
      { leg: 'C', call_sid: supervisor, parent_call_sid: agent, direction: 'outbound-dial' },
      { leg: 'D', call_sid: transfer, parent_call_sid: customer, direction: 'outbound-dial' },
    ]);
    expect(events.map(({ leg }: { leg: string }) => leg)).toEqual(['A', 'B', 'C', 'D']);
  });

  it('are in one timeline, under the summary', async () => {
    const { out, notes } = await ask(['call', agent, '--legs']);
    const [summary, legs, timeline] = out.split('\n\n');
    expect(summary).toMatch(/^outcome +Completed/);
    expect(legs).toMatch(/^LEG +CALL +PARENT +DIRECTION\nA +CA1+ +inbound\nB +CA2+ +A +outbound-dial\n/);
    expect(timeline?.trimEnd().split('\n')).toHaveLength(5);
    expect(notes).toEqual([]);
  });

  it('have their errors in one list', async () => {
    const { code, out } = await ask(['errors', supervisor, '--legs', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out).events).toHaveLength(4);
  });

  it('of a call that has no other are that call', async () => {
    expect(await legsOf(alone)).toMatchObject({
      code: 0,
      legs: [{ leg: 'A', call_sid: alone, parent_call_sid: null }],
    });
  });

  it('have the parent that a summary names, with a summary of its own or without', async () => {
    for (const call of [orphan, lost]) {
      expect(await legsOf(call)).toMatchObject({
        legs: [
          { leg: 'A', call_sid: lost, parent_call_sid: null },
          { leg: 'B', call_sid: orphan, parent_call_sid: lost },
        ],
      });
    }
  });

  it('end, of a call that says to be its own parent', async () => {
    expect(await legsOf(circle)).toMatchObject({ legs: [{ leg: 'A', call_sid: circle }] });
  });

  it('are not known of a call without a summary', async () => {
    const { code, notes, legs } = await legsOf(sidOf('0'));
    expect({ code, legs }).toEqual({ code: 1, legs: null });
    expect(notes).toContainEqual(expect.stringMatching(/^This shows one leg only\. .*TWILIO_ACCOUNT_SID/));
  });
});

describe('legs by both', () => {
  it('are those of summaries and those of Twilio', async () => {
    const { code, legs } = await legsOf(agent, twilio.environment);
    expect({ code, calls: legs.map(({ call_sid }: { call_sid: string }) => call_sid) }).toEqual({
      code: 0,
      calls: [customer, agent, supervisor, transfer, sidOf('9')],
    });
  });

  it('are those of summaries where Twilio gives no answer, which is told', async () => {
    const { code, legs, notes } = await legsOf(agent, { ...twilio.environment, TWILIO_API_URL: 'http://127.0.0.1:1' });
    expect({ code, legs: legs.length }).toEqual({ code: 1, legs: 4 });
    expect(notes).toEqual([expect.stringMatching(/^There may be more legs: nothing answers at 127\.0\.0\.1:1/)]);
  });
});
