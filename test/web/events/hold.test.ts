import { expect, it } from 'vitest';
import type { SeenEvent } from '../../../web/events/feed.ts';
import { holdBack } from '../../../web/events/hold.ts';

const seen = (key: string, seenMs: number, isNew: boolean) => ({ key, seenMs, isNew }) as SeenEvent;
const events = [seen('new', 20, true), seen('late', 30, true), seen('read before', 10, true), seen('older', 40, false)];
const keys = (shown: readonly SeenEvent[]) => shown.map(({ key }) => key);

it('keeps back what came since, and counts it; what was there before is shown once it is read', () => {
  const { shown, waiting } = holdBack(events, 15);
  expect([keys(shown), waiting]).toEqual([['read before', 'older'], 2]);
});

it('keeps back nothing that was there when it began, and nothing at all while nobody reads', () => {
  expect(holdBack(events, 20).waiting).toBe(1);
  expect(holdBack(events, undefined)).toEqual({ shown: events, waiting: 0 });
});
