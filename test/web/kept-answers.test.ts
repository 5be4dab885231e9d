import { expect, it } from 'vitest';
import { createKeptAnswers } from '../../web/kept-answers.ts';

const answer = (length: number) => ({ etag: '"a"', value: {}, length });

it('keeps the latest answers, of four million characters together', () => {
  const kept = createKeptAnswers();
  for (let count = 0; count < 10_000; count += 1) kept.keep(`/${count % 9}`, answer(700_000));
  // The last one was /0: before it, four have room.
  const there = Array.from({ length: 9 }, (_path, index) => index).filter(
    (index) => kept.get(`/${index}`) !== undefined,
  );
  expect(there).toEqual([0, 5, 6, 7, 8]);
});

it('keeps none that is large', () => {
  const kept = createKeptAnswers();
  kept.keep('/', answer(1_000_001));
  expect(kept.get('/')).toBeUndefined();
});
