import { expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.ts';

it('stops waiting as soon as the signal is aborted', async () => {
  const controller = new AbortController();
  const waiting = systemClock.sleep(3_600_000, controller.signal);
  controller.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  await expect(systemClock.sleep(3_600_000, controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
});

it('waits, and says what time it is', async () => {
  const before = Date.now();
  await systemClock.sleep(1);
  expect(systemClock.now()).toBeGreaterThanOrEqual(before);
  expect(systemClock.now()).toBeLessThanOrEqual(Date.now());
});

it('gives chances from 0 to 1, not always the same', () => {
  const chances = Array.from({ length: 100 }, () => systemClock.random());
  expect(chances.every((chance) => chance >= 0 && chance < 1)).toBe(true);
  expect(new Set(chances).size).toBeGreaterThan(1);
});
