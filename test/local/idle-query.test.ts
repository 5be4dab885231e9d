import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createIdleQuery } from '../../local/idle-query.ts';

const ANSWER = { columns: [], rows: [] };
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function anIdleQuery(run: () => Promise<typeof ANSWER> = async () => ANSWER) {
  const told: string[] = [];
  const query = createIdleQuery({
    idleMs: 60_000,
    onTrouble: (error) => told.push(String(error)),
    async open() {
      told.push('open');
      return { run, close: async () => void told.push('close') };
    },
  });
  return { told, query };
}

it('an archive is opened with the first question, and closed a minute after the last', async () => {
  const { told, query } = anIdleQuery();
  expect(told).toEqual([]);
  await query.run('SELECT 1');
  await vi.advanceTimersByTimeAsync(59_000);
  await query.run('SELECT 2');
  await vi.advanceTimersByTimeAsync(59_000);
  expect(told).toEqual(['open']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(told).toEqual(['open', 'close']);
  await query.run('SELECT 3');
  await query.close();
  expect(told).toEqual(['open', 'close', 'open', 'close']);
});

it('an archive is not closed under a question that takes long', async () => {
  let answer: (value: typeof ANSWER) => void = () => undefined;
  const slow = new Promise<typeof ANSWER>((resolve) => {
    answer = resolve;
  });
  const { told, query } = anIdleQuery(() => slow);
  const asked = query.run('SELECT 1');
  await vi.advanceTimersByTimeAsync(120_000);
  expect(told).toEqual(['open']);
  answer(ANSWER);
  await asked;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(told).toEqual(['open', 'close']);
});

it('an archive that could not be opened is opened with the next question', async () => {
  let opened = 0;
  const query = createIdleQuery({
    idleMs: 60_000,
    onTrouble: () => undefined,
    async open() {
      opened += 1;
      if (opened === 1) throw new Error('it is empty');
      return { run: async () => ANSWER, close: async () => undefined };
    },
  });
  await expect(query.run('SELECT 1')).rejects.toThrow('it is empty');
  expect(await query.run('SELECT 1')).toBe(ANSWER);
  await query.close();
});
