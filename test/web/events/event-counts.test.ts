import { expect, it } from 'vitest';
import { ApiTrouble } from '../../../web/api-client.ts';
import { countsOf, createEventCounter } from '../../../web/events/event-counts.ts';
import { DEFAULT_FILTERS } from '../../../web/filters/filters.ts';

const NEVER = new AbortController().signal;
const ANSWER = {
  counted_since: '2026-11-20T11:00:00.000Z',
  is_whole: true,
  levels: { ERROR: 3, WARNING: 1 },
  step_ms: 300_000,
  volume: [{ start_time: '2026-11-20T11:00:00.000Z', ERROR: 3, WARNING: 1 }],
  facets: { region: [{ value: 'au1', events: 3, calls: 2 }] },
};

it('counts are what the API says of levels, parts of the time and facets', () => {
  const fromMs = Date.parse('2026-11-20T11:00:00.000Z');
  expect(countsOf(ANSWER)).toEqual({
    sinceMs: fromMs,
    isWhole: true,
    levels: { ERROR: 3, WARNING: 1 },
    parts: [{ fromMs, toMs: fromMs + 300_000, counts: { ERROR: 3, WARNING: 1 } }],
    facets: { region: [{ value: 'au1', events: 3, calls: 2 }] },
  });
});

it.each([[{}], [{ ...ANSWER, step_ms: null }], [{ ...ANSWER, counted_since: 'now' }]])(
  'counts of an answer without any are none: %j',
  (answer) => expect(countsOf(answer)).toBeUndefined(),
);

it('counts are asked for twice a minute, and trouble with them is none of the list but for who is signed out', async () => {
  let nowMs = 0;
  let asked = 0;
  let trouble: ApiTrouble | undefined;
  const client = {
    async readObject() {
      asked += 1;
      if (trouble !== undefined) throw trouble;
      return ANSWER;
    },
  };
  const countEvents = createEventCounter({ client, filters: DEFAULT_FILTERS, now: () => nowMs });
  const counts = await countEvents(NEVER);
  nowMs = 29_999;
  expect(await countEvents(NEVER)).toBe(counts);
  expect(asked).toBe(1);
  trouble = new ApiTrouble('failed', '500');
  nowMs = 30_000;
  expect(await countEvents(NEVER)).toBeUndefined();
  trouble = new ApiTrouble('signed-out', '401');
  nowMs = 60_000;
  await expect(countEvents(NEVER)).rejects.toBe(trouble);
});
