import { expect, it } from 'vitest';
import { fixedLink } from '../../web/fixed-link.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00.000Z');
const linkOf = (search: string, pathname = '/events') =>
  fixedLink({ origin: 'https://example.com', pathname, search }, NOW_MS);

it('says from when to when it is, in place of a span that ends now', () => {
  expect(linkOf('?since=1h&code=53405&facet=region%3Aau1&tz=utc')).toBe(
    'https://example.com/events?code=53405&facet=region%3Aau1&from=2026-11-20T11%3A00%3A00.000Z&to=2026-11-20T12%3A00%3A00.000Z&tz=utc',
  );
  expect(linkOf('')).toContain('from=2026-11-19T12%3A00%3A00.000Z&to=2026-11-20T12%3A00%3A00.000Z');
});

it('leaves times as they are that are fixed, and says when one without an end was looked at', () => {
  const fixed = '?from=2026-11-20T10%3A00%3A00.000Z&to=2026-11-20T11%3A00%3A00.000Z';
  expect(linkOf(fixed)).toBe(`https://example.com/events${fixed}`);
  expect(linkOf('?from=2026-11-20T10%3A00%3A00.000Z')).toContain('to=2026-11-20T12%3A00%3A00.000Z');
});

it('keeps to what the fleet is compared by', () => {
  expect(linkOf('?by=region', '/fleet')).toMatch(/^https:\/\/example\.com\/fleet\?from=.*&by=region$/);
});
