import { expect, it } from 'vitest';
import { countsOf } from '../../../web/events/event-counts.ts';

const ANSWER = {
  counted_since: '2026-11-20T11:00:00.000Z',
  levels: { ERROR: 3, WARNING: 1 },
  step_ms: 300_000,
  volume: [{ start_time: '2026-11-20T11:00:00.000Z', ERROR: 3, WARNING: 1 }],
};

it('counts are what the API says of levels and of parts of the time', () => {
  const fromMs = Date.parse('2026-11-20T11:00:00.000Z');
  expect(countsOf(ANSWER)).toEqual({
    sinceMs: fromMs,
    levels: { ERROR: 3, WARNING: 1 },
    parts: [{ fromMs, toMs: fromMs + 300_000, counts: { ERROR: 3, WARNING: 1 } }],
  });
});

it.each([[undefined], [{}], [{ ...ANSWER, step_ms: null }], [{ ...ANSWER, counted_since: 'now' }]])(
  'counts of an answer without any are none: %j',
  (answer) => expect(countsOf(answer)).toBeUndefined(),
);
