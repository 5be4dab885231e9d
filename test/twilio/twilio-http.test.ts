import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EmbeddedServer, listen } from '../../local/embedded-server.ts';
import { explain } from '../../operations/explain.ts';
import { ACCOUNT_SID } from '../../samples/builders.ts';
import type { Clock } from '../../shared/clock.ts';
import { createEventStreams } from '../../twilio/event-streams.ts';
import { openTwilio } from '../../twilio/open-twilio.ts';
import { createTwilioReader } from '../../twilio/twilio-read.ts';

type Play = (answer: ServerResponse, request: IncomingMessage) => void;

let server: EmbeddedServer;
/** What the next requests are answered with, one each; the last one also those behind it. */
let plays: Play[] = [];
let asked: string[] = [];
let slept: number[] = [];
let now = 0;

beforeAll(async () => {
  server = await listen(
    createServer((request, answer) => {
      asked.push(`${request.method} ${request.headers.host}${request.url}`);
      const [play] = plays.length > 1 ? plays.splice(0, 1) : plays;
      request.resume().on('end', () => play?.(answer, request));
    }),
    0,
    'PORT',
  );
});
afterAll(() => server.close());
beforeEach(() => {
  plays = [];
  asked = [];
  slept = [];
  now = 0;
});

const clock: Clock = {
  now: () => now,
  random: () => 1,
  sleep: async (ms) => {
    slept.push(ms);
    now += ms;
  },
};

const answer =
  (status: number, body: string, headers: Record<string, string> = { 'content-type': 'application/json' }): Play =>
  (response) =>
    response.writeHead(status, headers).end(body);
const SINKS = answer(200, '{"sinks":[],"meta":{"next_page_url":null,"key":"sinks"}}');
const reset: Play = (response) => response.socket?.destroy();
const html = { 'content-type': 'text/html; charset=utf-8' };

function open(url = server.url, secret: Record<string, string> = {}) {
  const env = { TWILIO_ACCOUNT_SID: ACCOUNT_SID, TWILIO_AUTH_TOKEN: 'token', TWILIO_EVENTS_URL: url, ...secret };
  return openTwilio(env, undefined, clock).client;
}

/** Why the sinks could not be listed, or undefined. */
async function trouble(...next: Play[]): Promise<string | undefined> {
  plays = next;
  return createEventStreams(open())
    .sinks()
    .then(() => undefined, explain);
}

describe('what Twilio is asked is asked again', () => {
  it('after a fault of the server’s, a reset and an answer cut short, longer apart each time', async () => {
    expect(await trouble(answer(500, '{}'), reset, answer(200, '{"sinks":[{"si'), SINKS)).toBeUndefined();
    expect(slept).toEqual([50, 100, 200]);
    expect(await trouble(answer(503, '{"code":20503,"message":"not now"}'))).toBe(
      'Twilio answered 503 (20503): not now: run the command again; if it stays, https://status.twilio.com',
    );
    expect(asked).toHaveLength(8);
    expect(await trouble(reset)).toBe('the connection to Twilio broke (socket hang up): run the command again');
  });

  it('after as long as Twilio says, in seconds or by a date, and not after longer than a minute', async () => {
    const busy = (after: string) => answer(429, '{"code":20429,"message":"busy"}', { 'retry-after': after });
    now = Date.parse('2026-11-20T00:00:00Z');
    expect(await trouble(busy('7'), busy('Fri, 20 Nov 2026 00:00:10 GMT'), busy('0'), busy('nonsense'), SINKS)).toBe(
      undefined,
    );
    expect(slept).toEqual([7_000, 3_000, 200, 400]);
    slept = [];
    const tooMany = 'Twilio answers too many requests: wait a minute and try again';
    expect([await trouble(busy('61')), slept]).toEqual([
      'Twilio answers too many requests: wait 2 minutes, as it asks, and try again',
      [],
    ]);
    expect([await trouble(busy('20')), slept]).toEqual([tooMany, [20_000, 20_000, 20_000]]);
    expect(await trouble(answer(429, '<html>slow down</html>', html))).toBe(tooMany);
    // A time that is over is no leave to ask over and over.
    for (const over of ['0', 'Fri, 20 Nov 2020 00:00:00 GMT', '-5', '5, 5']) {
      asked = [];
      expect(await trouble(busy(over))).toBe(tooMany);
      expect(asked.length).toBeLessThan(25);
    }
    slept = [];
    await trouble(busy('20'));
    expect(slept.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(60_000);
  });

  it('but not where it refuses, nor a write that may have been done', async () => {
    expect(await trouble(answer(404, '{"code":20404,"message":"gone"}'))).toBe(
      'Twilio answered 404 (20404): gone: https://www.twilio.com/docs/api/errors/20404',
    );
    const create = (play: Play) => {
      plays = [play];
      const configuration = { arn: 'a', roleArn: 'r', externalId: 'e' };
      return createEventStreams(open()).createSink('x', configuration).then(String, explain);
    };
    for (const play of [answer(500, '{}'), reset]) await create(play);
    expect(asked).toHaveLength(3);
    plays = [];
    // Too many requests are refused before anything is done.
    await create(answer(429, '{}', { 'retry-after': '30' }));
    expect(asked).toHaveLength(6);
  });
});

it.each<[string, Play, RegExp]>([
  [
    'a page of HTML',
    answer(200, '<html>Sign in</html>', html),
    /is no JSON object \(status 200, text\/html\): is a proxy/,
  ],
  [
    'HTML of a gateway',
    answer(502, '<html>Bad gateway</html>', html),
    /\(status 502, text\/html\): a fault of the server, or/,
  ],
  ['JSON that is cut short', answer(200, '{"sinks":[{"sid"'), /is no JSON object \(status 200, application\/json\)/],
  ['nothing', answer(200, ''), /^the answer of 127\.0\.0\.1:\d+ is empty \(status 200/],
  ['nothing, as a fault', answer(500, '', {}), /is empty \(status 500\)/],
  ['a list', answer(200, '[]'), /is no JSON object/],
  ['a number', answer(200, '7'), /is no JSON object/],
  ['a refusal in HTML', answer(404, '<html>', html), /is no JSON object \(status 404/],
  [
    'a redirect',
    answer(302, '', { location: 'https://sso.example.com/login?secret=1' }),
    /^127\.0\.0\.1:\d+ answers with a redirect to sso\.example\.com \(status 302\), which is not followed: /,
  ],
  ['another object', answer(200, '{"hello":"world"}'), /^Twilio answered \/v1\/Sinks without sinks/],
  ['a refusal without a word', answer(400, '{"error":1}'), /^Twilio answered 400: no reason is given$/],
])('%s instead of an answer is said in a sentence', async (_what, play, sentence) => {
  const line = await trouble(play);
  expect(line).toMatch(sentence);
  expect(line).not.toMatch(/SyntaxError|undefined|secret|\n/);
});

it('a page of HTML is no sign that something was deleted', async () => {
  plays = [answer(200, '<html>Sign in</html>', html)];
  await expect(createEventStreams(open()).deleteSink('DG1')).rejects.toThrow(
    'is no JSON object (status 200, text/html)',
  );
  plays = [answer(204, '', {})];
  await createEventStreams(open()).deleteSink('DG1');
});

it.each([
  ['http://[', 'Twilio answered with an invalid link'],
  ['/v1/Sinks?PageSize=1000&Page=1', 'Twilio answered /v1/Sinks with a page that links to itself'],
])('a link to a next page that leads nowhere ends: %s', async (next, says) => {
  expect(await trouble(answer(200, JSON.stringify({ sinks: [], meta: { next_page_url: next } })))).toContain(says);
});

it.each([` ${ACCOUNT_SID}\n`, `"${ACCOUNT_SID}"`, ACCOUNT_SID.toLowerCase()])(
  'the account is understood as it was pasted: %j',
  async (pasted) => {
    plays = [SINKS];
    const { client, accountSid } = openTwilio(
      { TWILIO_ACCOUNT_SID: pasted, TWILIO_AUTH_TOKEN: 'token', TWILIO_EVENTS_URL: server.url },
      undefined,
      clock,
    );
    expect([accountSid, client.username]).toEqual([ACCOUNT_SID, ACCOUNT_SID]);
    await createEventStreams(client).sinks();
  },
);

it('JSON under another content type is an answer', async () => {
  expect(await trouble(answer(200, '{"sinks":[],"meta":{}}', html))).toBeUndefined();
});

describe('the host that was set', () => {
  it('is the only one that gets the credential, whatever links say', async () => {
    const page = (next: string | null) => answer(200, JSON.stringify({ sinks: [], meta: { next_page_url: next } }));
    plays = [
      page('https://events.twilio.com/v1/Sinks?PageSize=50&Page=1'),
      page('https://evil.example.com/v1/Sinks?Page=2'),
      page(null),
    ];
    await createEventStreams(open(`${server.url}/behind/`)).sinks();
    const host = server.url.replace('http://', '');
    expect(asked).toEqual([
      `GET ${host}/behind/v1/Sinks?PageSize=1000`,
      `GET ${host}/behind/v1/Sinks?PageSize=50&Page=1`,
      `GET ${host}/behind/v1/Sinks?Page=2`,
    ]);
    await expect(open().request({ method: 'get', uri: 'https://events.example.com/v1/Sinks' })).rejects.toThrow(
      'a link to another host (events.example.com), which gets no credential',
    );
  });

  it('is asked without a proxy where it is this machine', async () => {
    const proxy = createServer().on('connect', (request: IncomingMessage, socket: Duplex) => {
      asked.push(`CONNECT ${request.url}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    const { url, close } = await listen(proxy, 0, 'PORT');
    vi.stubEnv('HTTP_PROXY', url);
    try {
      const nobody = 'https://127.0.0.1:1';
      await expect(createTwilioReader(open(nobody)).get('events', '/v1/Sinks')).rejects.toThrow('ECONNREFUSED');
      expect(asked).toEqual([]);
      await expect(createTwilioReader(open('https://twilio.invalid')).get('events', '/v1/Sinks')).rejects.toThrow();
      expect(asked).toContain('CONNECT twilio.invalid:443');
    } finally {
      vi.unstubAllEnvs();
      await close();
    }
  });

  it('keeps its name, however many parts that has', async () => {
    const { client } = openTwilio(
      {
        TWILIO_ACCOUNT_SID: ACCOUNT_SID,
        TWILIO_AUTH_TOKEN: 'token',
        TWILIO_EVENTS_URL: 'http://a.b.c.d.e.twilio.invalid:9',
      },
      undefined,
      clock,
    );
    await expect(createTwilioReader(client).get('events', '/v1/Sinks')).rejects.toMatchObject({
      cause: { hostname: 'a.b.c.d.e.twilio.invalid' },
    });
  });

  it.each(['not a url', 'events.example.com', 'localhost:3000', 'ftp://host', 'http://', 'https://host/?q=token'])(
    'has to be a URL, which "%s" is not, and is not said',
    (url) => {
      for (const variable of ['TWILIO_EVENTS_URL', 'TWILIO_INSIGHTS_URL', 'TWILIO_API_URL', 'TWILIO_MONITOR_URL']) {
        expect(() => open(server.url, { [variable]: url })).toThrow(
          new RegExp(`^${variable} is no URL of a host: expected one such as https://proxy.example.com$`),
        );
      }
    },
  );
});
