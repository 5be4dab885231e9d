import { expect, it } from 'vitest';
import { createLanes } from '../../../lambda/ingest/lanes.ts';

it('runs so many tasks of a lane at once, and those of another one beside what is stuck', async () => {
  const lane = createLanes<string>(2);
  const { promise: stuck, resolve } = Promise.withResolvers<void>();
  const begun: string[] = [];
  const begin = async (name: string, until?: Promise<void>) => {
    begun.push(name);
    await until;
  };
  const waiting = ['a', 'b', 'c'].map((name) => lane('stuck')(begin, name, stuck));
  await lane('free')(begin, 'd');
  expect(begun.sort()).toEqual(['a', 'b', 'd']);
  resolve();
  await Promise.all(waiting);
  expect(begun.sort()).toEqual(['a', 'b', 'c', 'd']);
});
