import { expect, it } from 'vitest';
import type { CausesAnswer } from '../../../families/call-event/causes/causes-answer.ts';
import { chartParts } from '../../../web/causes/read-causes.ts';
import { countsText } from '../../../web/chart/part-words.ts';

it('a chart has all events of a part, also those of levels that few ask for', () => {
  const part = { start_time: '2026-11-20T12:00:00.000Z', ERROR: 1, WARNING: 2, INFO: 3, UNKNOWN: 4 };
  const answer = { volume: [part], before: { volume: [part] }, step_ms: 1_000, end_time: '2026-11-20T12:00:01.000Z' };
  const [shown] = chartParts(answer as unknown as CausesAnswer);
  expect(shown).toMatchObject({ errors: 1, warnings: 2, others: 7, before: 10 });
  expect(countsText({ errors: 1, warnings: 2, others: 7 })).toBe('1 error, 2 warnings, 7 of other levels');
  expect(countsText({ errors: 0, warnings: 0, others: 0 })).toBe('nothing');
});
