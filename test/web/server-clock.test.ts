import { expect, it } from 'vitest';
import { createServerClock } from '../../web/server-clock.ts';

const TRUE_MS = Date.parse('2026-11-20T12:00:00.400Z');

/** A clock whose viewer's is wrong by so much, after answers that each took so many ms. */
function heard(
  wrongMs: number,
  tookMs: number[],
  dateOf = (atMs: number): string | null => new Date(atMs).toUTCString(),
) {
  let trueMs = TRUE_MS;
  const clock = createServerClock(() => trueMs + wrongMs);
  for (const ms of tookMs) {
    const answered = clock.ask();
    const date = dateOf(trueMs + ms / 2);
    trueMs += ms;
    answered(date);
  }
  return clock.now() - trueMs;
}

it.each([-86_400_000, -600_000, -5_000, 5_000, 600_000, 86_400_000])(
  'is right to a second though the viewer’s clock is wrong by %i ms',
  (wrongMs) => {
    expect(Math.abs(heard(wrongMs, [40]))).toBeLessThanOrEqual(1_000);
    expect(Math.abs(heard(wrongMs, [8_000, 40, 300]))).toBeLessThanOrEqual(1_000);
  },
);

it('leaves a clock alone that is right, however long an answer takes', () => {
  expect(heard(0, [40, 8_000, 3, 500])).toBe(0);
});

it('follows a clock that is set while somebody looks', () => {
  let viewerMs = TRUE_MS;
  const clock = createServerClock(() => viewerMs);
  clock.ask()(new Date(TRUE_MS).toUTCString());
  viewerMs += 3_600_000;
  clock.ask()(new Date(TRUE_MS).toUTCString());
  expect(Math.abs(clock.now() - TRUE_MS)).toBeLessThanOrEqual(1_000);
});

it('stays with the viewer’s clock where no answer tells a time', () => {
  expect(heard(600_000, [40], () => null)).toBe(600_000);
  expect(heard(600_000, [40], () => 'yesterday')).toBe(600_000);
});
