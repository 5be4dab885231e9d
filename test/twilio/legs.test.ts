import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cloudEvent, eventId } from '../../samples/builders.ts';
import { findLegs, namedLegs } from '../../twilio/legs.ts';
import { openTwilio } from '../../twilio/open-twilio.ts';
import { createTwilioReader } from '../../twilio/twilio-read.ts';
import { type AnnouncedPipeline, announcePipeline } from '../cli/announced-pipeline.ts';
import { runCli } from '../cli/run-cli.ts';
import { type FakeCall, type FakeInsights, SUBACCOUNT_SID, startFakeInsights } from './fake-insights.ts';

// Processes take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const START_MS = Date.now() - 600_000;
const at = (seconds: number) => new Date(START_MS + seconds * 1_000).toISOString();
const sid = (digit: string) => `CA${digit.repeat(32)}`;
const [customer, agent, supervisor, alone, subaccounts] = ['a', 'b', 'c', 'd', '5'].map(sid) as [
  string,
  string,
  string,
  string,
  string,
];

let pipeline: AnnouncedPipeline;
let twilio: FakeInsights;

beforeAll(async () => {
  pipeline = await announcePipeline();
  const error = { level: 'ERROR', sdk_edge: { error: { code: 31005 } } };
  const events = [
    [customer, 0, {}],
    [agent, 2, {}],
    [customer, 3, { name: 'hold' }],
    [agent, 4, { ...error, name: 'error' }],
    [supervisor, 5, { ...error, name: 'late' }],
    [alone, 1, {}],
    [subaccounts, 1, { account_sid: SUBACCOUNT_SID }],
  ] as const;
  await pipeline.ingest(
    ...events.map(([call_sid, seconds, data], index) =>
      cloudEvent({ id: eventId(index) }, { call_sid, timestamp: at(seconds), ...data }),
    ),
  );
  const call = { startMs: START_MS, endMs: START_MS + 60_000, defaultEdge: 'sdk_edge' as const, events: [] };
  twilio = await startFakeInsights([
    { ...call, sid: supervisor, parentSid: agent, direction: 'outbound-api', startMs: START_MS + 5_000 },
    { ...call, sid: agent, parentSid: customer, direction: 'outbound-dial', startMs: START_MS + 2_000 },
    { ...call, sid: customer },
    { ...call, sid: alone },
    { ...call, sid: subaccounts, accountSid: SUBACCOUNT_SID },
  ]);
});
afterAll(async () => {
  await twilio.stop();
  await pipeline.stop();
});

const run = (words: string[], env: Record<string, string> = twilio.environment) =>
  runCli([...words, `--local=${pipeline.ready.port}`], env);
const cells = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
const ASK_LEGS = /^This shows one leg only\. To see parent and child calls, say --legs\.$/;
const NO_LEGS = /^This shows one leg only\. To see .*, set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN .*--legs\.$/;

describe('the legs of a conversation', () => {
  it.each([customer, agent, supervisor])('are one timeline, whichever of them is asked for: %s', async (leg) => {
    const answer = await run(['call', leg, '--legs']);
    expect(answer).toMatchObject({ code: 0, notes: [] });
    const [calls = '', timeline = ''] = answer.out.split('\n\n');
    expect(cells(calls)).toEqual([
      ['LEG', 'CALL', 'PARENT', 'DIRECTION'],
      ['A', customer, '', 'inbound'].filter(Boolean),
      ['B', agent, 'A', 'outbound-dial'],
      ['C', supervisor, 'B', 'outbound-api'],
    ]);
    expect(cells(timeline).map(([, seconds, name]) => [seconds, name])).toEqual([
      ['SECONDS', 'LEG'],
      ['+0.000', 'A'],
      ['+2.000', 'B'],
      ['+3.000', 'A'],
      ['+4.000', 'B'],
      ['+5.000', 'C'],
    ]);
  });

  it('have their errors in one list, as many as asked for', async () => {
    const [all, one] = await Promise.all([
      run(['errors', '--call', customer, '--legs', '--json']),
      run(['errors', '--call', customer, '--legs', '--json', '--limit', '1']),
    ]);
    const { events, legs, more } = JSON.parse(all.out);
    expect(events.map(({ leg, call_sid, name }: Record<string, string>) => [leg, call_sid, name])).toEqual([
      ['B', agent, 'error'],
      ['C', supervisor, 'late'],
    ]);
    expect(legs).toEqual([
      { leg: 'A', call_sid: customer, parent_call_sid: null, direction: 'inbound' },
      { leg: 'B', call_sid: agent, parent_call_sid: customer, direction: 'outbound-dial' },
      { leg: 'C', call_sid: supervisor, parent_call_sid: agent, direction: 'outbound-api' },
    ]);
    expect(more).toBe(false);
    expect(JSON.parse(one.out)).toMatchObject({ events: [{ name: 'error' }], more: true });
  });

  it('of a call of a subaccount are asked for there', async () => {
    const { out, notes } = await run(['call', subaccounts, '--legs', '--json']);
    expect(notes).toEqual([]);
    expect(JSON.parse(out)).toMatchObject({ events: [{ leg: 'A' }], legs: [{ call_sid: subaccounts }] });
  });

  it('of a call that has no other are that call', async () => {
    const { out } = await run(['call', alone, '--legs', '--json']);
    expect(JSON.parse(out)).toMatchObject({ events: [{ leg: 'A', call_sid: alone }], legs: [{ call_sid: alone }] });
  });
});

describe('an answer about one call', () => {
  it('ends by saying that it is one leg where nobody can ask Twilio, and only there', async () => {
    const [call, errors, asked, askedJson, withCredentials] = await Promise.all([
      run(['call', agent], {}),
      run(['errors', agent], {}),
      run(['call', agent, '--legs'], {}),
      run(['call', agent, '--legs', '--json'], {}),
      run(['call', agent]),
    ]);
    // Summaries may know of them: credentials are not needed to ask.
    const says = [ASK_LEGS, ASK_LEGS, NO_LEGS];
    for (const [index, { notes, out }] of [call, errors, asked].entries()) {
      expect(notes).toEqual([expect.stringMatching(says[index] ?? '')]);
      expect(out).toContain('31005');
    }
    // What was asked for is not all there.
    expect([call, errors, asked].map(({ code }) => code)).toEqual([0, 0, 1]);
    expect(askedJson).toMatchObject({ code: 1, notes: [expect.stringMatching(NO_LEGS)] });
    expect(JSON.parse(askedJson.out)).toMatchObject({ legs: null });
    expect(withCredentials).toMatchObject({ code: 0, notes: [] });
  });
});

describe('legs that Twilio lost', () => {
  const call = { startMs: START_MS, endMs: START_MS + 60_000, defaultEdge: 'sdk_edge' as const, events: [] };
  const [gone, left, sibling, child] = ['6', '7', '8', '9'].map(sid) as [string, string, string, string];
  const find = async (of: string, ...calls: FakeCall[]) => {
    const fake = await startFakeInsights(calls);
    try {
      const { client, accountSid } = openTwilio(fake.environment);
      const legs = namedLegs(await findLegs(of, createTwilioReader(client), accountSid));
      return { legs: legs.map(({ leg, call_sid }) => [leg, call_sid]), requests: fake.requests.length };
    } finally {
      await fake.stop();
    }
  };

  it('keep nobody from those it has: siblings, children and the call itself', async () => {
    const ofGone = { ...call, parentSid: gone };
    const { legs } = await find(
      left,
      { ...ofGone, sid: left },
      { ...ofGone, sid: sibling, startMs: START_MS + 1_000 },
      { ...call, sid: child, parentSid: sibling, startMs: START_MS + 2_000 },
    );
    expect(legs).toEqual([
      ['A', left],
      ['B', sibling],
      ['C', child],
    ]);
    expect((await find(gone, { ...ofGone, sid: left })).legs).toEqual([
      ['A', gone],
      ['B', left],
    ]);
    await expect(find(gone, { ...call, sid: left })).rejects.toThrow('Twilio has no such call in AC');
  });

  it('or that are each other’s parents are found once, with few requests', async () => {
    const { legs, requests } = await find(
      left,
      { ...call, sid: left, parentSid: sibling },
      { ...call, sid: sibling, parentSid: left },
    );
    expect(legs).toEqual([
      ['A', left],
      ['B', sibling],
    ]);
    expect(requests).toBe(4);
    expect((await find(left, { ...call, sid: left, parentSid: left })).requests).toBe(2);
  });
});

it('where Twilio does not say which legs there are, the one is shown, with the reason', async () => {
  const away = { ...twilio.environment, TWILIO_API_URL: 'http://127.0.0.1:1' };
  const [call, errors] = await Promise.all([
    run(['call', agent, '--legs'], away),
    run(['errors', agent, '--legs', '--json'], away),
  ]);
  for (const { code, notes } of [call, errors]) {
    expect({ code, notes }).toEqual({
      code: 1,
      notes: ['This shows one leg only. Others are not known: nothing answers at 127.0.0.1:1'],
    });
  }
  expect(call.out).toContain('31005');
  expect(JSON.parse(errors.out)).toMatchObject({ events: [{ name: 'error' }], legs: null });
});

it('a call that Twilio does not know, and legs of no call, are said as such', async () => {
  const unknown = sid('e');
  const [notFound, ofNone] = await Promise.all([run(['call', unknown, '--legs']), run(['errors', '--legs'])]);
  expect(notFound).toEqual({
    code: 1,
    out: '',
    notes: [
      expect.stringContaining(unknown),
      expect.stringMatching(/^This shows one leg only. Others are not known: Twilio has no such call in AC/),
    ],
  });
  expect(ofNone).toEqual({ code: 2, out: '', notes: ['--legs are those of a call: say errors CA… --legs'] });
});
