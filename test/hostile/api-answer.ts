import { expect } from 'vitest';

export interface Answer {
  status: number;
  headers: Readonly<Record<string, unknown>>;
  body: string;
}

const STATUSES = [200, 204, 400, 401, 404, 405, 429];
/** What each header can say: nothing of the request is in one. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  'content-type': /^application\/json$/,
  'cache-control': /^private, no-store$/,
  etag: /^W\/"[\w-]{43}"$/,
  vary: /^Accept-Encoding$/,
  allow: /^GET, HEAD(?:, POST)?(?:, PUT)?(?:, DELETE)?, OPTIONS$/,
  'www-authenticate': /^Basic realm="voice-insights-sink"$/,
  'retry-after': /^\d+$/,
  date: /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/,
  'x-content-type-options': /^nosniff$/,
  'strict-transport-security': /^max-age=31536000$/,
};

/** Holds an answer of the read API against what any must be; gives its body, undefined where there is none. */
export function expectTwilioAnswer({ status, headers, body }: Answer, method = 'GET'): unknown {
  expect(STATUSES).toContain(status);
  for (const [name, value] of Object.entries(headers))
    expect({ [name]: value }).toEqual({ [name]: expect.stringMatching(HEADERS[name] ?? /^(?!)/) });
  if (body === '') {
    expect(status === 204 || method === 'HEAD').toBe(true);
    return undefined;
  }
  expect(headers['content-type']).toBe('application/json');
  expect(body).not.toMatch(/node_modules|\.[cm]?[jt]s:\d+/);
  const parsed = JSON.parse(body);
  if (status >= 400) {
    expect(parsed).toEqual({
      code: expect.any(Number),
      message: expect.any(String),
      more_info: `https://www.twilio.com/docs/errors/${parsed.code}`,
      status,
    });
  }
  return parsed;
}
