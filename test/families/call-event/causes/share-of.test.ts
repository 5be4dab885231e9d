import { expect, it } from 'vitest';
import { shareOf } from '../../../../families/call-event/causes/share-of.ts';

const calls = (...sids: string[]) => new Set(sids);

it('a share is of calls that have a summary, in numerator and denominator', () => {
  expect(shareOf(calls('a', 'b', 'c', 'd'), calls('a', 'x'))).toBe(0.25);
  expect(shareOf(calls('a', 'b'), calls())).toBe(0);
});

it('a share is unknown where there is no summary, or most of the calls have none', () => {
  expect(shareOf(calls(), calls('a'))).toBeNull();
  expect(shareOf(calls('a', 'b', 'c', 'd'), calls('a', 'x', 'y'))).toBeNull();
});
