import { describe, expect, it } from 'vitest';
import { createApiClient } from '../../web/api-client.ts';

const NEVER = new AbortController().signal;

/** A client of an API that gives this answer, and what it was asked. */
function clientOf(answer: () => Response | Promise<Response>) {
  const asked: [string, RequestInit][] = [];
  const client = createApiClient(async (path, init = {}) => {
    asked.push([String(path), init]);
    return answer();
  });
  return { asked, read: () => client.readPage('/v1/Voice/Events', NEVER) };
}

describe('the page’s client of the API', () => {
  it('asks in the name of who is signed in, and leaves other hosts, caches and redirects out of it', async () => {
    const { asked, read } = clientOf(() => Response.json({ meta: { next_page_url: null }, events: [] }));
    expect(await read()).toEqual({ events: [], next: null });
    expect(asked).toMatchObject([
      [
        '/v1/Voice/Events',
        {
          credentials: 'same-origin',
          cache: 'no-store',
          redirect: 'error',
        },
      ],
    ]);
  });

  it('follows a link on its own host, whatever host the link names', async () => {
    const next_page_url = 'https://evil.example.com/v1/Voice/Events?PageToken=a%2Fb';
    const { read } = clientOf(() => Response.json({ meta: { next_page_url }, events: [] }));
    expect(await read()).toEqual({ events: [], next: '/v1/Voice/Events?PageToken=a%2Fb' });
  });

  it('asks for what it has only whether it changed, and has the same object where it did not', async () => {
    const asked: (string | null)[] = [];
    const answers = [
      () => Response.json({ meta: { next_page_url: null }, events: [] }, { headers: { etag: 'W/"a"' } }),
      () => new Response(null, { status: 304 }),
      () => Response.json({ meta: { next_page_url: null }, events: [] }, { headers: { etag: 'W/"b"' } }),
      () => new Response(null, { status: 304 }),
    ];
    const client = createApiClient(async (_path, init) => {
      asked.push(new Headers(init?.headers).get('if-none-match'));
      return (answers.shift() as () => Response)();
    });
    const pages: unknown[] = [];
    for (let reading = 0; reading < 4; reading += 1) pages.push(await client.readPage('/v1/Voice/Events', NEVER));
    expect(asked).toEqual([null, 'W/"a"', 'W/"a"', 'W/"b"']);
    expect(pages.map((page) => pages.indexOf(page))).toEqual([0, 0, 2, 2]);
  });

  it.each([
    [401, { code: 20003, message: 'Authenticate' }, 'signed-out', '401 Authenticate'],
    [400, { code: 17400, message: 'Level: …' }, 'refused', 'Level: …'],
    [404, { code: 20404, message: 'not found' }, 'not-found', '404 not found'],
    [404, { message: 'Not Found' }, 'failed', '404 Not Found'],
    [429, { message: 'Too Many Requests' }, 'throttled', '429 Too Many Requests'],
    [500, 'no JSON object', 'failed', '500'],
    [302, {}, 'failed', '302'],
  ])('says what kind of trouble %i is', async (status, body, kind, message) => {
    const { read } = clientOf(() => Response.json(body, { status }));
    await expect(read()).rejects.toMatchObject({ kind, message });
  });

  it('hears when to ask again', async () => {
    const headers = { 'retry-after': '60' };
    const { read } = clientOf(() => Response.json({}, { status: 429, headers }));
    await expect(read()).rejects.toMatchObject({ retryAfterMs: 60_000 });
  });

  it('says that nothing answers, and that an answer is none', async () => {
    await expect(clientOf(() => Promise.reject(new TypeError('fetch'))).read()).rejects.toMatchObject({
      kind: 'unreachable',
    });
    for (const body of ['<html>', '', '[]', '{"meta":{"next_page_url":null}}', '{"meta":{},"events":[]}']) {
      const read = clientOf(() => new Response(body)).read();
      await expect(read).rejects.toMatchObject({ kind: 'failed', message: 'the answer is not a page of events' });
    }
  });
});
