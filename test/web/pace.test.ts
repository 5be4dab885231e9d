import { expect, it } from 'vitest';
import { hiddenWaitMs } from '../../web/pace.ts';

it('asks the less often the longer no one looks, and never stops', () => {
  const waits = Array.from({ length: 8 }, (_wait, times) => hiddenWaitMs(times) / 1_000);
  expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  expect(hiddenWaitMs(5_000)).toBe(900_000);
});
