import { expect, it } from 'vitest';
import { dayBefore, utcDay } from '../../shared/utc-day.ts';

it('knows the day of a time, to the millisecond', () => {
  expect(utcDay(Date.parse('2026-11-20T00:00:00Z') - 1)).toBe('2026-11-19');
  expect(utcDay(Date.parse('2026-11-20T00:00:00Z'))).toBe('2026-11-20');
});

it('counts days back over the end of a month', () => {
  expect(dayBefore('2024-03-01')).toBe('2024-02-29');
  expect(dayBefore('2026-11-20', 30)).toBe('2026-10-21');
});
