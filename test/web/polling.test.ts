import { expect, it } from 'vitest';
import { ApiTrouble } from '../../web/api-client.ts';
import { keepPolling } from '../../web/polling.ts';

/** Polls with these outcomes, one after the other, then ends. What happened, in order. */
async function polled(outcomes: (number | undefined | Error)[]): Promise<string[]> {
  const happened: string[] = [];
  const controller = new AbortController();
  await keepPolling({
    poll: async () => {
      const outcome = outcomes.shift();
      if (outcome instanceof Error) throw outcome;
      return outcome;
    },
    onTrouble: (trouble, retryMs) => happened.push(trouble === undefined ? 'well again' : `${trouble.kind} ${retryMs}`),
    onEnd: ({ kind }) => happened.push(`end: ${kind}`),
    sleep: async (ms) => void happened.push(`sleep ${ms}`),
    signal: controller.signal,
  });
  return happened;
}

const unreachable = () => new ApiTrouble('unreachable', '');

it('waits between readings as long as the reading says, and ends where it says nothing', async () => {
  expect(await polled([1_000, 2_000, undefined])).toEqual(['sleep 1000', 'sleep 2000']);
});

it('waits longer after each failure, and says that it is over with the first success, also where that is the last reading', async () => {
  const outcomes = [unreachable(), unreachable(), 500, unreachable(), undefined];
  expect((await polled(outcomes)).filter((what) => !what.startsWith('sleep'))).toEqual([
    'unreachable 1000',
    'unreachable 2000',
    'well again',
    'unreachable 1000',
    'well again',
  ]);
});

it('never waits more than 15 seconds, unless the API asks for more', async () => {
  const many = await polled([...Array.from({ length: 8 }, unreachable), undefined]);
  expect(many.at(-2)).toBe('sleep 15000');
  expect(await polled([new ApiTrouble('throttled', '', 60_000), undefined])).toContain('sleep 60000');
});

it('ends where no waiting helps', async () => {
  expect(await polled([new ApiTrouble('signed-out', ''), 1])).toEqual(['end: signed-out']);
  expect(await polled([new ApiTrouble('refused', ''), 1])).toEqual(['end: refused']);
});

it('counts a fault of the page’s own as a failure', async () => {
  expect(await polled([new TypeError('x'), undefined])).toEqual(['failed 1000', 'sleep 1000', 'well again']);
});
