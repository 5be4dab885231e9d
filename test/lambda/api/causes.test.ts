import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallCloudEvent } from '../../../families/call-event/call-event.ts';
import type { CallsAnswer } from '../../../families/call-event/causes/calls-answer.ts';
import type { CausesAnswer } from '../../../families/call-event/causes/causes-answer.ts';
import { callPath, callSidOfPath, encodedPath } from '../../../lambda/api/call-path.ts';
import { openApiDocument } from '../../../lambda/api/openapi.ts';
import { ROUTES } from '../../../lambda/api/routes.ts';
import { ACCOUNT_SID, ARRIVAL_MS, callCloudEvent, eventId } from '../../../samples/builders.ts';
import { systemClock } from '../../../shared/clock.ts';
import { HIDDEN, incident } from '../../incident.ts';
import { type RunningApi, startApi } from './running-api.ts';

const NOW_MS = Date.parse('2026-11-20T12:03:20.000Z');
const OTHER_ACCOUNT = `AC${'1'.repeat(32)}`;
const SUPPORT = { sid: `SK${'1'.repeat(32)}`, secret: 'the-secret-of-support', accounts: [OTHER_ACCOUNT] };
const PATH = '/v1/Voice/Events/Causes';

let nowMs = NOW_MS;
let api: RunningApi;
const events = incident({ nowMs: NOW_MS, errors: 800, warnings: 300 });
const others = incident({ nowMs: NOW_MS, errors: 30, warnings: 10, seed: 2, account: OTHER_ACCOUNT });
beforeAll(async () => {
  api = await startApi({ clock: { ...systemClock, now: () => nowMs }, credentials: [SUPPORT] });
  await api.put([...events, ...others]);
}, 60_000);
afterAll(() => api.stop());

async function ask<Answer>(
  path: string,
  headers: Record<string, string> = {},
  credential = { sid: ACCOUNT_SID, secret: 'the-token-of-the-account' },
) {
  const authorization = `Basic ${Buffer.from(`${credential.sid}:${credential.secret}`).toString('base64')}`;
  const answer = await fetch(`${api.url}${path}`, { headers: { authorization, ...headers } });
  const text = await answer.text();
  return {
    status: answer.status,
    etag: answer.headers.get('etag') ?? '',
    body: (text === '' ? undefined : JSON.parse(text)) as Answer & { message: string },
  };
}

const causes = (search = '') => ask<CausesAnswer>(`${PATH}?${search}`);

function codeOf({ data }: CallCloudEvent): number | null {
  return data.sdk_edge?.error?.code ?? null;
}

function callsOf(some: readonly CallCloudEvent[]): number {
  return new Set(some.map(({ data }) => data.call_sid)).size;
}

describe('causes across calls', () => {
  it('are told in part to whoever prefers not to wait, newest first, and whole in the end', async () => {
    const own = await startApi({ clock: { ...systemClock, now: () => NOW_MS } });
    try {
      await own.put(events);
      const asked = async () => {
        const answer = await own.get(`${PATH}?StartTime=24h`, { headers: { prefer: 'respond-async, wait=0' } });
        return (await answer.json()) as CausesAnswer;
      };
      const answers = [await asked()];
      while (answers.at(-1)?.is_whole === false && answers.length < 100) answers.push(await asked());
      expect(answers.length).toBeGreaterThan(1);
      expect(answers[0]?.counted_since).toMatch(/^2026-11-20T/);
      const since = answers.map(({ counted_since }) => counted_since);
      expect(since).toEqual(since.toSorted().reverse());
      expect(answers.at(-1)).toMatchObject({ is_whole: true, events: events.length });
    } finally {
      await own.stop();
    }
  }, 60_000);

  it('name the hidden one, with what its calls share', async () => {
    const { body } = await causes();
    const hidden = body.causes.find(({ cause }) => cause === HIDDEN.cause);
    expect(hidden?.state).toBe('new');
    expect(body.causes.filter(({ state }) => state !== 'steady')).toEqual([hidden]);
    const shared = Object.fromEntries(hidden?.shared.map(({ facet, ...rest }) => [facet, rest]) ?? []);
    expect(shared).toMatchObject({
      sdk_version: { value: HIDDEN.sdkVersion },
      browser: { value: HIDDEN.browser },
      region: { value: HIDDEN.region },
    });
    for (const { share, elsewhere } of Object.values(shared)) {
      expect(share).toBeGreaterThan(0.7);
      expect(elsewhere).toBeLessThan(0.4);
    }
    // Of few calls, one thing can be shared by chance.
    const most = body.causes.toSorted((one, other) => other.shared.length - one.shared.length);
    expect([most[0], (most[1]?.shared.length ?? 0) <= 1]).toEqual([hidden, true]);
  });

  it('have the numbers of a count over the table', async () => {
    const all = [...events, ...others];
    const errors = all.filter(({ data }) => data.level === 'ERROR');
    const { body } = await causes();
    expect([body.events, body.calls, body.is_whole]).toEqual([all.length, callsOf(all), true]);
    expect(body.levels).toEqual({ ERROR: errors.length, WARNING: all.length - errors.length });
    for (const { error_code, name, events: count, calls, volume } of body.causes) {
      const same = all.filter((event) =>
        error_code === null ? event.data.name === name : codeOf(event) === error_code,
      );
      expect([count, calls]).toEqual([same.length, callsOf(same)]);
      expect(volume.reduce((sum, part) => sum + part, 0)).toBe(count);
    }
    expect(body.volume.reduce((sum, { ERROR, WARNING }) => sum + ERROR + WARNING, 0)).toBe(all.length);
    const inAu1 = all.filter(({ data }) => data.sdk_edge?.metadata?.sdk?.region === 'au1');
    expect(body.facets.region.find(({ value }) => value === 'au1')).toEqual({
      value: 'au1',
      events: inAu1.length,
      calls: callsOf(inAu1),
    });
  });

  it('can be narrowed by what is counted, and are still compared with all others', async () => {
    const { body } = await causes(`Cause=${HIDDEN.cause}`);
    expect(body.causes.map(({ cause }) => cause)).toEqual([HIDDEN.cause]);
    expect(body.causes[0]?.shared.map(({ facet }) => facet)).toContain('region');
    for (const search of ['Code=53405', 'Text=media%20CONN', 'Name=error&Code=53405', 'Facet=code:53405']) {
      expect((await causes(search)).body.events).toBe(body.events);
    }
    const firefox = (await causes('Facet=browser:Firefox%20144&Facet=region:au1&Facet=region:us1')).body;
    expect(firefox.facets.browser.map(({ value }) => value)).toEqual([HIDDEN.browser]);
    expect(firefox.facets.region.map(({ value }) => value).toSorted()).toEqual(['au1', 'us1']);
    expect((await causes('Text=__proto__')).body.causes).toEqual([]);
  });

  it('are of the levels that are asked for', async () => {
    expect(Object.keys((await causes('Level=WARNING')).body.levels)).toEqual(['WARNING']);
    const relay = { error: { error_code: 64_101, message: 'Closed' } };
    const timestamp = new Date(NOW_MS - 60_000).toISOString();
    await api.put([callCloudEvent({ id: eventId(8) }, { level: null, timestamp, conversation_relay_data: relay })]);
    // Conversation Relay's errors say no level.
    expect((await causes('Level=ERROR&Code=64101')).body.levels).toEqual({ ERROR: 1 });
    const refused = await causes('Level=INFO');
    expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining('not indexed across calls')]);
  });

  it('count of the span what is in it, and of the one before what is in that', async () => {
    const at = (ms: number) => new Date(ms).toISOString();
    const [from, to] = [NOW_MS - 6 * 3_600_000, NOW_MS - 3_600_000];
    const { body } = await causes(`StartTime=${at(from)}&EndTime=${at(to)}`);
    const within = (start: number, end: number) =>
      [...events, ...others].filter(({ data }) => {
        const ms = Date.parse(data.timestamp ?? '');
        return ms >= start && ms <= end;
      }).length;
    expect([body.start_time, body.end_time, body.events]).toEqual([at(from), at(to), within(from, to)]);
    expect(body.before?.events).toBe(within(from - (to - from), from - 1));
    expect(body.before?.volume).toHaveLength(body.volume.length);
    expect((await causes('StartTime=1h')).body.volume.length).toBeLessThanOrEqual(120);
  });

  it('count an error of a clock that is a little ahead, in the shortest span and in no past one', async () => {
    const own = await startApi({ clock: { ...systemClock, now: () => ARRIVAL_MS } });
    try {
      const ahead = { call_sid: `CA${'7'.repeat(32)}`, timestamp: new Date(ARRIVAL_MS + 250_000).toISOString() };
      await own.put([callCloudEvent({ id: eventId(1) }, { level: 'ERROR', ...ahead })]);
      const asked = async (search: string) => (await (await own.get(`${PATH}?${search}`)).json()) as CausesAnswer;
      const { events: count, volume, latest } = await asked('StartTime=15m');
      expect([count, volume.at(-1)?.ERROR, latest]).toEqual([1, 1, new Date(ARRIVAL_MS).toISOString()]);
      expect((await asked(`StartTime=15m&EndTime=${new Date(ARRIVAL_MS).toISOString()}`)).events).toBe(0);
      expect((await asked('StartTime=30m&EndTime=15m')).events).toBe(0);
    } finally {
      await own.stop();
    }
  });

  it('are compared with the time before from when on the table has events of it', async () => {
    const own = await startApi({ clock: { ...systemClock, now: () => NOW_MS } });
    try {
      const at = (minutes: number) => ({
        level: 'ERROR',
        timestamp: new Date(NOW_MS - minutes * 60_000).toISOString(),
      });
      const asked = async () => (await (await own.get(`${PATH}?StartTime=1h`)).json()) as CausesAnswer;
      // The last is of a clock that is years behind.
      await own.put([5, 65, 4e6].map((minutes) => callCloudEvent({ id: eventId(minutes) }, at(minutes))));
      expect((await asked()).before).toBeNull();
      const grown = await startApi({ clock: { ...systemClock, now: () => NOW_MS } });
      try {
        await grown.put([5, 65, 180].map((minutes) => callCloudEvent({ id: eventId(minutes) }, at(minutes))));
        const answer = (await (await grown.get(`${PATH}?StartTime=1h`)).json()) as CausesAnswer;
        expect(answer.before?.events).toBe(1);
      } finally {
        await grown.stop();
      }
    } finally {
      await own.stop();
    }
  });

  it('are the same by the level and by the facet of it', async () => {
    const told = ({ body: { events: count, causes: some, facets } }: Awaited<ReturnType<typeof causes>>) => ({
      count,
      causes: some.map(({ cause, state, events_before }) => ({ cause, state, events_before })),
      facets,
    });
    for (const level of ['ERROR', 'WARNING']) {
      expect(told(await causes(`Facet=level:${level}`))).toEqual(told(await causes(`Level=${level}`)));
    }
  });

  it('show a credential only its own accounts, whatever another has read before', async () => {
    await causes();
    const { body } = await ask<CausesAnswer>(PATH, {}, SUPPORT);
    expect([body.events, body.calls]).toEqual([others.length, callsOf(others)]);
    const latest = others
      .map(({ data }) => data.timestamp ?? '')
      .toSorted()
      .at(-1);
    expect(body.latest).toBe(latest);
  });

  it('are answered with 304 to whoever has them, until something comes', async () => {
    const { etag } = await causes();
    nowMs += 1;
    const known = await ask(PATH, { 'if-none-match': `"x", ${etag}` });
    expect([known.status, known.body, known.etag]).toEqual([304, undefined, etag]);
    await api.put([callCloudEvent({ id: eventId(7) }, { level: 'ERROR', timestamp: new Date(nowMs).toISOString() })]);
    expect((await ask(PATH, { 'if-none-match': etag })).status).toBe(200);
    nowMs = NOW_MS;
  });

  it.each([
    'StartTime=32d1',
    'StartTime=40d',
    'StartTime=1h&EndTime=2h',
    'Code=x',
    'Facet=x:y',
    'Facet=region',
    'PageSize=1',
  ])('refuse %s', async (search) => {
    const { status, body } = await causes(search);
    expect([status, body]).toEqual([400, expect.objectContaining({ code: 17400 })]);
  });

  it('are answered as the description says', async () => {
    const document = openApiDocument(api.url, ROUTES);
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true, uri: true } });
    ajv.addSchema({ $id: 'api', ...document });
    for (const [path, name] of [
      [PATH, 'Causes'],
      ['/v1/Voice/Events/Calls', 'CallsOfEvents'],
    ]) {
      const validate = ajv.getSchema(`api#/components/schemas/${name}`);
      expect(validate?.((await ask(`${path}`)).body), JSON.stringify(validate?.errors)).toBe(true);
    }
  });
});

describe('the paths of what is counted', () => {
  it.each(['Events/Causes', 'Events/Calls', 'Fleet'])(
    'hide of a call %s nothing but where there is more of it',
    async (sid) => {
      const path = `/v1/Voice/${sid}`;
      expect([encodedPath(path), callSidOfPath(path, '')]).toEqual([path, undefined]);
      for (const part of ['Events', 'Summary'] as const) expect(callSidOfPath(callPath(sid, part), part)).toBe(sid);
      await api.put([callCloudEvent({}, { call_sid: sid })]);
      const { status, body } = await ask<{ events: { call_sid: string }[] }>(callPath(sid));
      expect([status, body.events[0]?.call_sid]).toEqual([200, sid]);
    },
  );
});

describe('calls of events', () => {
  it('are one each, by the worst of its events', async () => {
    const { body } = await ask<CallsAnswer>(`/v1/Voice/Events/Calls?Cause=${HIDDEN.cause}`);
    const hidden = [...events, ...others].filter((event) => codeOf(event) === HIDDEN.code);
    expect(body.calls).toHaveLength(callsOf(hidden));
    expect(new Set(body.calls.map(({ call_sid }) => call_sid)).size).toBe(body.calls.length);
    const [first] = body.calls;
    const ofFirst = hidden.filter(({ data }) => data.call_sid === first?.call_sid);
    const latest = hidden
      .map(({ data }) => data.timestamp ?? '')
      .toSorted()
      .at(-1);
    expect(first).toMatchObject({
      level: 'ERROR',
      error_code: HIDDEN.code,
      events: ofFirst.length,
      at: latest,
      facets: { client: ofFirst[0]?.data.sdk_edge?.metadata?.client_name },
    });
  });

  it('have errors first, and no more than 500', async () => {
    const { body } = await ask<CallsAnswer>('/v1/Voice/Events/Calls');
    expect(body.calls.length + body.more).toBe((await causes()).body.calls);
    expect(body.calls).toHaveLength(500);
    const levels = body.calls.map(({ level }) => level);
    expect(levels).toEqual(levels.toSorted());
  });
});
