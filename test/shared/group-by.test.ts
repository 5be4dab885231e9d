import { expect, it } from 'vitest';
import { allOf } from '../../shared/all-of.ts';
import { groupBy } from '../../shared/group-by.ts';

it('groups keep the order of their first elements, and elements theirs', () => {
  const groups = groupBy(['pear', 'fig', 'plum', 'kiwi'], ({ length }) => length);
  expect([...groups]).toEqual([
    [4, ['pear', 'plum', 'kiwi']],
    [3, ['fig']],
  ]);
});

it('all that comes is in the list, and an error of the source is thrown', async () => {
  async function* source(fails: boolean) {
    yield 1;
    yield 2;
    if (fails) throw new Error('gone');
  }
  expect(await allOf(source(false))).toEqual([1, 2]);
  await expect(allOf(source(true))).rejects.toThrow('gone');
});
