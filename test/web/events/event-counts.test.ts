import { expect, it } from 'vitest';
import { ApiTrouble } from '../../../web/api-client.ts';
import { countsOf, createEventCounter } from '../../../web/events/event-counts.ts';
import { DEFAULT_FILTERS } from '../../../web/filters/filters.ts';

const NEVER = new AbortController().signal;
const ANSWER = {
  counted_since: '2026-11-20T11:00:00.000Z',
  is_whole: true,
  levels: { ERROR: 3, WARNING: 1 },
  calls: 2,
  step_ms: 300_000,
  volume: [{ start_time: '2026-11-20T11:00:00.000Z', ERROR: 3, WARNING: 1 }],
  facets: { region: [{ value: 'au1', events: 3, calls: 2 }] },
};

it('counts are what the API says of levels, parts of the time and facets', () => {
  const fromMs = Date.parse('2026-11-20T11:00:00.000Z');
  expect(countsOf(ANSWER)).toMatchObject({
    sinceMs: fromMs,
    isWhole: true,
    levels: { ERROR: 3, WARNING: 1 },
    calls: 2,
    parts: [{ fromMs, toMs: fromMs + 300_000, counts: { ERROR: 3, WARNING: 1 } }],
    facets: { region: [{ value: 'au1', events: 3, calls: 2 }] },
  });
});

it.each([[{}], [{ ...ANSWER, step_ms: null }], [{ ...ANSWER, counted_since: 'now' }]])(
  'counts of an answer without any are none: %j',
  (answer) => expect(countsOf(answer)).toBeUndefined(),
);

it('counts are asked for twice a minute, nobody waits for them, and trouble with them is none of the list', async () => {
  let nowMs = 0;
  const answers: PromiseWithResolvers<typeof ANSWER>[] = [];
  const client = {
    readObject() {
      const answer = Promise.withResolvers<typeof ANSWER>();
      answers.push(answer);
      return answer.promise;
    },
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const countEvents = createEventCounter({ client, filters: DEFAULT_FILTERS, now: () => nowMs });
  expect(countEvents(NEVER)).toBeUndefined();
  nowMs = 60_000;
  expect(countEvents(NEVER)).toBeUndefined();
  answers[0]?.resolve(ANSWER);
  await settled();
  expect([countEvents(NEVER), answers.length]).toEqual([countsOf(ANSWER), 2]);
  answers[1]?.reject(new ApiTrouble('failed', '500'));
  await settled();
  nowMs = 89_999;
  expect([countEvents(NEVER), answers.length]).toEqual([undefined, 2]);
  nowMs = 90_000;
  countEvents(NEVER);
  expect(answers).toHaveLength(3);
});
