import { expect, it } from 'vitest';
import { inOrder } from '../../../operations/backfill/in-order.ts';

it('has the answers in the order of the things, and works on no more than some at a time', async () => {
  let underWay = 0;
  let most = 0;
  const work = async (number: number) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = number % 3; turn >= 0; turn -= 1) await new Promise(setImmediate);
    underWay -= 1;
    return number * 2;
  };
  const numbers = Array.from({ length: 20 }, (_number, index) => index);
  expect(await Array.fromAsync(inOrder(numbers, 4, work))).toEqual(numbers.map((number) => number * 2));
  expect(most).toBe(4);
});

it('ends with the first that fails, after the answers before it, and reads no further', async () => {
  let read = 0;
  async function* numbers() {
    for (read = 1; ; read += 1) yield read;
  }
  const work = async (number: number) => {
    if (number >= 5) throw new Error(`no ${number}`);
    return number;
  };
  const answers: number[] = [];
  const all = async () => {
    for await (const answer of inOrder(numbers(), 3, work)) answers.push(answer);
  };
  await expect(all()).rejects.toThrow('no 5');
  expect(answers).toEqual([1, 2, 3, 4]);
  expect(read).toBe(7);
});
