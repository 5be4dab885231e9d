import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApi } from '../../../lambda/api/api.ts';
import { callPath, callSidOfPath, encodedPath } from '../../../lambda/api/call-path.ts';
import { toGatewayResult, toRequest } from '../../../lambda/api/gateway-request.ts';
import { CONFIG, callCloudEvent, eventId } from '../../../samples/builders.ts';
import { isCallSid } from '../../../shared/call-sid.ts';
import { systemClock } from '../../../shared/clock.ts';
import { byDay, isNightly } from '../../nightly.ts';
import { summaryData } from '../read/summary-rows.ts';
import { PAGE, type RunningApi, startApi } from './running-api.ts';

const GATEWAY = 'https://abc.execute-api.us-east-1.amazonaws.com';
const failures: unknown[] = [];
let api: RunningApi;
let deployed: ReturnType<typeof createApi>;
beforeAll(async () => {
  api = await startApi();
  deployed = createApi({
    pages: api.pages,
    summaries: api.summaries,
    metrics: api.metrics,
    conferences: api.conferences,
    partyLookup: true,
    annotations: { of: async () => undefined, say: async () => undefined },
    credentials: { check: async () => ({ sid: 'AC1' }), find: async () => undefined },
    endedSessions: { end: async () => undefined, isEnded: async () => false },
    views: {
      list: async () => [],
      withAlert: async () => [],
      put: async () => undefined,
      remove: async () => undefined,
    },
    alertStates: { all: async () => new Map() },
    webhookHosts: 'public',
    name: 'VoiceInsightsSink',
    pageTokenKeys: async () => ['key'],
    indexedLevels: CONFIG.indexedLevels,
    clock: systemClock,
    platform: () => ({ baseUrl: GATEWAY, clientAddress: '192.0.2.1', requestId: 'request-1' }),
    page: async () => PAGE,
    observe: {
      answered: () => undefined,
      authenticationFailed: () => undefined,
      failed: (error) => void failures.push(error),
    },
  });
});
afterAll(() => api.stop());

/** A list of events, as far as it is looked at here; of an error nothing is. */
interface Listed {
  /** Of a summary, or a call. */
  call_sid: string;
  sid: string;
  url: string;
  links: { summary: string };
  events: { name: string; call_sid: string }[];
  meta: { url: string; key: string; next_page_url: string | null };
}

interface Asked {
  status: number;
  body: Listed;
}

async function askHere(path: string): Promise<Asked> {
  const answer = await api.get(path);
  return { status: answer.status, body: (await answer.json()) as Listed };
}

/**
 * As API Gateway hands it over: the path decoded, and cut where a question mark appears; the query as it was sent.
 * https://github.com/hotsock/voker/pull/8
 */
async function askDeployed(path: string): Promise<Asked> {
  const { pathname, search } = new URL(path, GATEWAY);
  const event = {
    rawPath: decodeURIComponent(pathname).split('?', 1)[0],
    rawQueryString: search.slice(1),
    headers: { authorization: 'Basic QUM6dG9rZW4=' },
    requestContext: { domainName: new URL(GATEWAY).host, http: { method: 'GET', sourceIp: '192.0.2.1' } },
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode = 0, body = '' } = await toGatewayResult(await deployed.fetch(toRequest(event)));
  return { status: statusCode, body: JSON.parse(body) };
}

const ways = [
  ['here', askHere],
  ['deployed', askDeployed],
] as const;

/** What each page of a call lists, forth by its links; each link of a page is good. */
async function namesOf(ask: (path: string) => Promise<Asked>, path: string): Promise<string[]> {
  const names: string[] = [];
  for (let next: string | null = path; next !== null; ) {
    const { status, body }: Asked = await ask(next);
    expect({ path, next, status }).toEqual({ path, next, status: 200 });
    names.push(...body.events.map(({ name }) => name));
    const pathOf = (link: string) => link.replace(GATEWAY, '').replace(api.url, '');
    expect((await ask(pathOf(body.meta.url))).body.events).toEqual(body.events);
    next = body.meta.next_page_url === null ? null : pathOf(body.meta.next_page_url);
  }
  return names;
}

const byParameter = (callSid: string) => `/v1/Voice/Events?${new URLSearchParams({ CallSid: callSid, PageSize: '1' })}`;

const stored = new Map<string, Promise<void>>();

/** Two events of the call, once: both ways ask the same table. */
function put(callSid: string): Promise<void> {
  const underWay = stored.get(callSid) ?? putEvents(callSid);
  stored.set(callSid, underWay);
  return underWay;
}

function putEvents(callSid: string): Promise<void> {
  return api.put(
    [0, 1].map((n) =>
      callCloudEvent(
        { id: eventId(n) },
        { call_sid: callSid, timestamp: `2026-11-20T10:00:0${n}Z`, name: String(n), level: 'ERROR' },
      ),
    ),
  );
}

const STRANGE = [
  `NO${'0'.repeat(32)}`,
  'TSID1',
  ' CA1 ',
  'CA1\n',
  'a/b',
  '/',
  '//',
  'a/',
  '/a/../b',
  'x/Events',
  'x/Summary',
  'Events',
  'Summaries',
  'Summary',
  'Metrics',
  'a%2Fb',
  'a%2fEvents',
  '%',
  '%25',
  '%zz',
  '100%',
  '+',
  'a+b c',
  '#',
  'a#b',
  ';a=b',
  '\\',
  '...',
  '.a',
  '%2e%2e',
  '\u0000',
  '\u001b[31m',
  '\r\n',
  '\t',
  '\u202e',
  'é',
  'e\u0301',
  '通話',
  '📞',
  '\ufffd',
  '<script>',
  '"quoted"',
  '{x}',
  ':CallSid',
  '*',
  'x'.repeat(2_000),
  '/'.repeat(2_048),
  '\u0001'.repeat(2_048),
  '語'.repeat(680),
  '__proto__',
];
/** With its start it is a key of at most 1024 bytes. */
const WITH_A_SUMMARY = STRANGE.filter((sid) => Buffer.byteLength(sid) < 1_000);
/** Whose path is no other resource's. */
const CALLS_BY_PATH = WITH_A_SUMMARY.filter(
  (sid) => !/^(?:Events|Summaries)$|(?:^|\/)(?:Events|Summary|Metrics)$/.test(sid),
);
/** What no path can carry, or not through API Gateway. */
const WITHOUT_A_PATH = ['.', '..', '?', 'a?b', '??', '/..'];

describe.each(ways)('a call SID that is unusual, asked for %s,', (_where, ask) => {
  it.each(STRANGE)('has its events by its path (%j)', async (callSid) => {
    await put(callSid);
    expect(await namesOf(ask, `${callPath(callSid)}?PageSize=1`)).toEqual(['0', '1']);
  });

  it.each([...WITHOUT_A_PATH, ...byDay(10, STRANGE)])('has its events by a parameter (%j)', async (callSid) => {
    await put(callSid);
    expect(await namesOf(ask, byParameter(callSid))).toEqual(['0', '1']);
  });

  it.each(byDay(10, WITH_A_SUMMARY))('has its summary by its path (%j)', async (callSid) => {
    await api.putSummary(summaryData(callSid));
    const { status, body } = await ask(callPath(callSid, 'Summary'));
    expect([status, body.call_sid]).toEqual([200, callSid]);
    expect((await ask(new URL(body.url).pathname)).body).toEqual(body);
  });

  it.each(byDay(10, CALLS_BY_PATH))('is a call by its path (%j)', async (callSid) => {
    await api.putSummary(summaryData(callSid));
    const { status, body } = await ask(callPath(callSid, ''));
    expect([status, body.sid]).toEqual([200, callSid]);
    expect((await ask(new URL(body.links.summary).pathname)).body.call_sid).toBe(callSid);
  });

  it('leaves the lists what they are', async () => {
    for (const callSid of ['Summaries', 'Events']) {
      await put(callSid);
      await api.putSummary(summaryData(callSid));
    }
    expect((await ask('/v1/Voice/Summaries')).body.meta.key).toBe('call_summaries');
    expect((await ask('/v1/Voice/Events')).body.meta.key).toBe('events');
  });

  it('has its events whatever it is, and is 404 where it is not stored', async () => {
    const callSid = fc
      .oneof(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
        fc
          .array(fc.constantFrom('%', '2', 'F', 'e', '/', '.', '?', '#', ' ', '&', '=', 'é', '\n', 'Events'), {
            minLength: 1,
            maxLength: 8,
          })
          .map((parts) => parts.join('')),
      )
      .filter(isCallSid);
    await fc.assert(
      fc.asyncProperty(callSid, async (sid) => {
        const missing = `${sid}\u0007`;
        await put(sid);
        expect(await namesOf(ask, byParameter(sid))).toEqual(['0', '1']);
        expect((await ask(byParameter(missing))).status).toBe(404);
        if (/^\.\.?$/.test(sid) || sid.includes('?')) return;
        expect(await namesOf(ask, `${callPath(sid)}?PageSize=1`)).toEqual(['0', '1']);
        expect((await ask(callPath(missing))).status).toBe(404);
      }),
      { numRuns: isNightly ? 40 : 12 },
    );
    expect([...failures, ...api.failures]).toEqual([]);
  }, 60_000);

  it('stands in the answer across calls as it is asked for', async () => {
    const callSid = 'across/calls %2F?';
    await put(callSid);
    const { body } = await ask('/v1/Voice/Events?PageSize=1000');
    const listed = body.events.find(({ call_sid }) => call_sid === callSid);
    if (listed === undefined) throw new Error('the call is not listed');
    expect(await namesOf(ask, byParameter(listed.call_sid))).toEqual(['0', '1']);
  });

  it('has the shell of the page, wherever its slashes are', async () => {
    for (const path of ['/calls/a%2Fb', '/calls/%25', '/calls/%0A', '/calls/a%2F..%2Fb']) {
      if (ask === askHere) expect((await api.get(path)).status).toBe(200);
    }
  });
});

describe('a SID that can be no key', () => {
  it.each(['x'.repeat(2_049), '語'.repeat(683)])('is 404', async (callSid) => {
    expect((await askHere(callPath(callSid))).status).toBe(404);
    expect((await askHere(byParameter(callSid))).status).toBe(404);
  });

  it('that is empty is 400 as a parameter, and no path', async () => {
    expect((await askHere('/v1/Voice/Events?CallSid=')).status).toBe(400);
    expect((await askHere('/v1/Voice//Events')).status).toBe(404);
  });

  it('does not stand beside the one of a path', async () => {
    await put('beside');
    expect((await askHere(`${callPath('beside')}?CallSid=beside`)).status).toBe(400);
  });
});

it('a decoded path is made one that is decoded to the same, and no other', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }).filter(isCallSid), (sid) => {
      if (/^\.\.?$/.test(sid)) return;
      const url = new URL('https://example.com');
      url.pathname = encodedPath(`/v1/Voice/${sid}/Events`);
      expect(callSidOfPath(url.pathname)).toBe(sid);
    }),
  );
});
