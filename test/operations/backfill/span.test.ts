import { expect, it } from 'vitest';
import { spanOf } from '../../../operations/backfill/span.ts';
import { UsageProblem } from '../../../shared/trouble.ts';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const HOUR_MS = 3_600_000;
const hoursAgo = (hours: number) => new Date(NOW - hours * HOUR_MS).toISOString();

it('a span without an end goes until Twilio may still deliver', () => {
  expect(spanOf({ from: hoursAgo(48) }, NOW)).toEqual({ from: hoursAgo(48), to: hoursAgo(6) });
  expect(spanOf({ from: hoursAgo(1), force: true }, NOW)).toEqual({ from: hoursAgo(1), to: hoursAgo(0) });
  expect(spanOf({ from: hoursAgo(48), to: hoursAgo(1) }, NOW)).toEqual({ from: hoursAgo(48), to: hoursAgo(1) });
});

it('what makes no sense is refused in the words that were said', () => {
  const refusal = (span: Parameters<typeof spanOf>[0]) => {
    try {
      return spanOf(span, NOW);
    } catch (error) {
      return error;
    }
  };
  expect(refusal({ from: hoursAgo(1) })).toBeInstanceOf(UsageProblem);
  expect(String(refusal({ from: hoursAgo(1) }))).toMatch(/--since \S+ is less than 6 hours ago/);
  expect(String(refusal({ from: hoursAgo(1) }))).not.toContain('--until');
  expect(String(refusal({ from: hoursAgo(-1) }))).toMatch(/is in the future$/);
  expect(String(refusal({ from: hoursAgo(-1), force: true }))).toMatch(/is in the future$/);
  expect(String(refusal({ from: hoursAgo(24), to: hoursAgo(48) }))).toContain('is after --until');
  expect(String(refusal({ from: hoursAgo(24 * 60), to: hoursAgo(24 * 31) }))).toContain('for 30 days');
});

it('what Twilio does not keep any more is left out, and that is said', () => {
  expect(spanOf({ from: hoursAgo(24 * 31) }, NOW)).toEqual({
    from: hoursAgo(24 * 30),
    to: hoursAgo(6),
    remark: expect.stringContaining('for 30 days: calls that started before 2026-10-29T12:00:00.000Z'),
  });
  // Said as 30d, and read a moment ago.
  expect(spanOf({ from: new Date(NOW - 720 * HOUR_MS - 5).toISOString() }, NOW).remark).toBeUndefined();
});
