import { expect, it } from 'vitest';
import { take } from '../../cli/output.ts';

it('takes so many of an answer, says whether there are more and asks for no more than that', async () => {
  let asked = 0;
  async function* answer(length: number) {
    for (let number = 1; number <= length; number += 1) {
      asked = number;
      yield number;
    }
  }
  expect(await take(answer(3), 2)).toEqual({ taken: [1, 2], more: true });
  expect(await take(answer(2), 2)).toEqual({ taken: [1, 2], more: false });
  expect(await take(answer(3))).toEqual({ taken: [1, 2, 3], more: false });
  await take(answer(1_000), 2);
  expect(asked).toBe(3);
});
