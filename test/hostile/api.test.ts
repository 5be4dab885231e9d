import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { fromItem, toItem } from '../../families/call-event/item.ts';
import type { StoredMetric } from '../../families/call-metric/item.ts';
import { callEntry } from '../../families/call-summary/call-entry.ts';
import { fromSummaryItem } from '../../families/call-summary/item.ts';
import { fromConferenceItem } from '../../families/conference-summary/item.ts';
import { conferenceId, participantPart } from '../../families/conference-summary/keys.ts';
import { fromParticipantItem } from '../../families/participant-summary/item.ts';
import { createApi } from '../../lambda/api/api.ts';
import { CONFERENCE_FILTERS } from '../../lambda/api/conference-parameters.ts';
import { fixedCredentials } from '../../lambda/api/credentials.ts';
import { toGatewayResult, toRequest } from '../../lambda/api/gateway-request.ts';
import { createPageTokens } from '../../lambda/api/page-token.ts';
import { PARTICIPANT_FILTERS } from '../../lambda/api/participant-parameters.ts';
import { SUMMARY_FILTERS } from '../../lambda/api/summary-parameters.ts';
import {
  ACCOUNT_SID,
  ARRIVAL_MS,
  attributesOf,
  CALL_SID,
  CONFIG,
  callCloudEvent,
  eventId,
} from '../../samples/builders.ts';
import { sdkMetricData } from '../../samples/call-metric.ts';
import { CONFERENCE_SID, conferenceEvent, PARTICIPANT_SID, participantEvent } from '../../samples/conference.ts';
import { rowsOf } from '../lambda/api/running-api.ts';
import { summaryData, summaryRows } from '../lambda/read/summary-rows.ts';
import { timesByDay } from '../nightly.ts';
import { type Answer, expectTwilioAnswer } from './api-answer.ts';
import { hostileText } from './generator.ts';

const TOKEN = 'the-token-of-the-account';
const GOOD = `Basic ${btoa(`${ACCOUNT_SID}:${TOKEN}`)}`;

/** What it is made of does not depend on the request. */
const PAGE = { html: '<!doctype html><title>page</title>', assets: {} };

const failures: unknown[] = [];
const stored = toItem(callCloudEvent({}, { level: 'ERROR' }), { arrivalMs: ARRIVAL_MS, config: CONFIG });
const events = () => (stored.ok ? [fromItem(attributesOf(stored.value))] : []);
const [, , summaryRow] = summaryRows(summaryData(CALL_SID));
const summaryItem = summaryRow === undefined ? {} : attributesOf(summaryRow);
const summary = fromSummaryItem(summaryItem);
const metric: StoredMetric = {
  data: sdkMetricData(),
  place: { edge: 'sdk_edge', time: '2026-11-20T11:30:10.250Z', direction: 'both' },
  part: `metric#sdk_edge#2026-11-20T11:30:10.250Z#both#${eventId(1)}`,
};
const [conferenceRow] = rowsOf(conferenceEvent());
const conference = fromConferenceItem(conferenceRow === undefined ? {} : attributesOf(conferenceRow));
const participantRow = rowsOf(participantEvent()).at(-1);
const participant = fromParticipantItem(participantRow === undefined ? {} : attributesOf(participantRow));
const IN_CONFERENCE = { conferenceSid: CONFERENCE_SID, participantSid: PARTICIPANT_SID };
let nowMs = 0;
/** Of a table whose pages never end, every answer ends. */
function passing(): number {
  nowMs += 100;
  return nowMs;
}

/** A table fails on a key that is empty or too long. */
function tableTakes(key: string, maxBytes = 2_048): true {
  if (key === '' || Buffer.byteLength(key) > maxBytes) throw new Error(`looked up ${key}`);
  return true;
}

const api = createApi({
  pages: {
    async pageOfCall(callSid) {
      // A table fails on a key that is empty or too long.
      if (callSid === '' || Buffer.byteLength(callSid) > 2_048) throw new Error(`looked up ${callSid}`);
      return { events: callSid === CALL_SID ? events() : [], more: false };
    },
    pageOfLevel: async () => ({ events: events(), more: true }),
  },
  summaries: {
    async summaryOf(callSid) {
      if (callSid === '' || Buffer.byteLength(callSid) > 2_048) throw new Error(`looked up ${callSid}`);
      return callSid === CALL_SID ? summary : undefined;
    },
    callsOf: async () => new Map(),
    pageOfShard: async (_shard, { limit = 1 }) => {
      if (limit < 1) throw new Error(`a Limit of ${limit}`);
      return { calls: [], next: { upTo: '2026-11-20T23:59:59.999Z~' } };
    },
    pageOfParty: async (party) => {
      if (party === '' || Buffer.byteLength(party) > 2_048) throw new Error(`looked up ${party}`);
      return { calls: [{ entry: callEntry(summaryItem), summary }] };
    },
    childrenOf: async () => [],
  },
  metrics: {
    async pageOfMetrics(callSid, { limit = 1 }) {
      if (callSid === '' || Buffer.byteLength(callSid) > 2_048) throw new Error(`looked up ${callSid}`);
      if (limit < 1) throw new Error(`a Limit of ${limit}`);
      return { rows: callSid === CALL_SID ? [metric] : [] };
    },
  },
  conferences: {
    conferenceOf: async (conferenceSid) => (tableTakes(conferenceId(conferenceSid)) ? conference : undefined),
    participantOf: async ({ conferenceSid, participantSid }) =>
      tableTakes(conferenceId(conferenceSid)) && tableTakes(participantPart(participantSid), 1_024)
        ? participant
        : undefined,
    participantsOf: async (conferenceSid) => (tableTakes(conferenceId(conferenceSid)) ? [participant] : []),
    conferencesOfCall: async (callSid) => (tableTakes(callSid) ? [IN_CONFERENCE] : []),
    conferencesOf: async () => new Map(),
    participantsIn: async () => [participant],
    pageOfShard: async (_shard, { limit = 1 }) => {
      if (limit < 1) throw new Error(`a Limit of ${limit}`);
      return { found: [], next: { upTo: '2026-11-20T23:59:59.999Z~' } };
    },
  },
  partyLookup: true,
  annotations: { of: async () => undefined, say: async () => undefined },
  credentials: fixedCredentials([{ sid: ACCOUNT_SID, secret: TOKEN }]),
  endedSessions: { end: async () => undefined, isEnded: async () => false },
  views: { list: async () => [], withAlert: async () => [], put: async () => undefined, remove: async () => undefined },
  alertStates: { all: async () => new Map() },
  webhookHosts: 'public',
  name: 'VoiceInsightsSink',
  pageTokenKeys: async () => ['key'],
  indexedLevels: CONFIG.indexedLevels,
  clock: { now: passing, elapsed: () => 0 },
  platform: () => ({ baseUrl: 'https://api.example.com', clientAddress: '192.0.2.1', requestId: 'request-1' }),
  page: async () => PAGE,
  observe: {
    answered: () => undefined,
    authenticationFailed: () => undefined,
    failed: (error) => void failures.push(error),
  },
});

/** The page's own headers, to HEAD. */
const isShell = ({ body, headers }: Answer) => body === '' && headers['content-type'] === 'text/html; charset=utf-8';

interface Asked {
  method?: string;
  path: string;
  query?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** As API Gateway hands a request to the function, and takes its answer. */
async function ask({ method = 'GET', path, query = '', headers = { authorization: GOOD }, body }: Asked) {
  const requestContext = { domainName: 'api.example.com', http: { method, path, sourceIp: '192.0.2.1' } };
  const event = { rawPath: path, rawQueryString: query, headers, requestContext, body } as unknown;
  const answer = await toGatewayResult(await api.fetch(toRequest(event as APIGatewayProxyEventV2)));
  return { status: answer.statusCode ?? 0, headers: answer.headers ?? {}, body: answer.body ?? '' };
}

/** Escaped as a client would, in part, or not at all. */
const escaped = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.nat(2)).map(([plain, how]) => {
    const wellFormed = plain.toWellFormed();
    return [encodeURIComponent(wellFormed), encodeURI(wellFormed), plain][how] ?? '';
  });
const part = fc.oneof(
  fc.constantFrom(
    'v1',
    'Voice',
    'Events',
    'Summary',
    'Summaries',
    CALL_SID,
    'healthz',
    'openapi.json',
    '',
    '.',
    '..',
    '%2e%2e',
    '%2F',
    ';a=b',
  ),
  fc.constantFrom('%', '%00', '%ff', '%E0%A4%A', '%c0%80', '%ed%a0%80', '*', ':CallSid', '{x}', '\\', '#', '?', '@'),
  escaped(hostileText),
);
const path = fc.oneof(
  { weight: 1, arbitrary: fc.array(part, { maxLength: 6 }).map((parts) => `/${parts.join('/')}`) },
  { weight: 1, arbitrary: part.map((sid) => `/v1/Voice/${sid}/Events`) },
  { weight: 1, arbitrary: part.map((sid) => `/v1/Voice/${sid}/Summary`) },
  { weight: 1, arbitrary: part.map((sid) => `/v1/Voice/${sid}/Metrics`) },
  { weight: 1, arbitrary: part.map((sid) => `/v1/Voice/${sid}/Conferences`) },
  { weight: 1, arbitrary: part.map((sid) => `/v1/Conferences/${sid}`) },
  { weight: 1, arbitrary: fc.tuple(part, part).map(([cf, cp]) => `/v1/Conferences/${cf}/Participants/${cp}`) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      `/v1/Voice/${CALL_SID}/Events`,
      `/v1/Voice/${CALL_SID}/Metrics`,
      '/v1/Voice/Events',
      '/v1/Voice/Summaries',
      '/v1/Conferences',
      `/v1/Conferences/${CONFERENCE_SID}/Participants`,
      '/v1/Voice/Events/Causes',
      '/v1/Voice/Events/Calls',
      '/v1/Voice/Fleet',
      '/views',
      '/views?Name=x',
    ),
  },
);
const tokens = createPageTokens(['key'], [['latest'], [], null], z.unknown());
const good = tokens.write({ page: 1, place: { at: 'x', dealtWith: [] } });
const token = fc.oneof(
  fc.constantFrom(good, good.slice(1), `${good}=`, good.replace('.', '..'), `${'A'.repeat(8_193)}.${'A'.repeat(43)}`),
  fc.tuple(fc.nat(good.length), fc.constantFrom('A', '_', '-', '.')).map(([at, letter]) => {
    return good.slice(0, at) + letter + good.slice(at + 1);
  }),
);
const name = fc.oneof(
  fc.constantFrom('Edge', 'Level', 'Group', 'Name', 'StartTime', 'EndTime', 'PageSize', 'Page', 'PageToken', 'edge'),
  fc.constantFrom(...Object.keys(SUMMARY_FILTERS), ...Object.keys(CONFERENCE_FILTERS)),
  fc.constantFrom(...Object.keys(PARTICIPANT_FILTERS)),
  escaped(hostileText),
);
const parameter = fc.tuple(name, fc.oneof(escaped(hostileText), token)).map(([key, value]) => `${key}=${value}`);
const query = fc.array(parameter, { maxLength: 3 }).map((parameters) => parameters.join('&'));
const authorization = fc.oneof(
  { weight: 4, arbitrary: fc.constant(GOOD) },
  { weight: 1, arbitrary: fc.constantFrom('', 'Basic', 'Basic ', 'Bearer x', `${GOOD}=`, `basic ${'A'.repeat(1e5)}`) },
  { weight: 1, arbitrary: hostileText },
  { weight: 1, arbitrary: hostileText.map((text) => `Basic ${Buffer.from(text).toString('base64')}`) },
);
const request: fc.Arbitrary<Asked> = fc.record(
  {
    path,
    query,
    method: fc.constantFrom(
      'GET',
      'GET',
      'HEAD',
      'POST',
      'OPTIONS',
      'QUERY',
      'get',
      'CONNECT',
      'trace',
      'x!#$',
      'A'.repeat(500),
    ),
    headers: fc.record(
      {
        authorization,
        'x-forwarded-host': hostileText,
        'content-type': hostileText,
        'x-http-method-override': hostileText,
      },
      { requiredKeys: [] },
    ),
    body: fc.oneof(hostileText, fc.constant('x'.repeat(1_000_000))),
  },
  { requiredKeys: ['path'] },
);

describe('a hostile request', () => {
  it('is answered in the shape of an answer, whatever of it is hostile', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (asked) => {
        const answer = await ask(asked);
        if (answer.body === PAGE.html)
          expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
        else if (!isShell(answer)) expectTwilioAnswer(answer, asked.method);
        expect(failures).toEqual([]);
      }),
      { numRuns: timesByDay(250, 1_000) },
    );
  });

  it.each(['TRACE', 'trace', 'Connect', 'TRACK', 'DELETE', 'x'])('of the method %s is 405', async (method) => {
    expect((await ask({ path: '/v1/Voice/Events', method })).status).toBe(405);
  });

  it.each([
    ['Cyrillic letters', CALL_SID.replace('CA', 'СА')],
    ['a Cyrillic letter', CALL_SID.replace('A', 'А')],
    ['fullwidth digits', CALL_SID.replace('0', '０')],
    ['Arabic digits', CALL_SID.replace('1', '١')],
    ['a combining accent', `${CALL_SID}\u0301`],
    ['a blank of no width', `${CALL_SID}\u200b`],
    ['a NUL', `${CALL_SID}\u0000`],
    ['a line break', `${CALL_SID}\n`],
    ['lower case', CALL_SID.toLowerCase()],
  ])('for a call SID with %s is 404, though the call is there', async (_what, sid) => {
    expect(await ask({ path: `/v1/Voice/${CALL_SID}/Events` })).toMatchObject({ status: 200 });
    for (const spelt of [sid, encodeURIComponent(sid)]) {
      // A line break that is not escaped is none for a URL.
      if (spelt.endsWith('\n')) continue;
      const answer = await ask({ path: `/v1/Voice/${spelt}/Events` });
      expect(expectTwilioAnswer(answer)).toMatchObject({ code: 20404, status: 404 });
    }
  });
});
