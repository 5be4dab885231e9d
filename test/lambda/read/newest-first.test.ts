import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { StoredEvent } from '../../../families/call-event/item.ts';
import { createEventSource, type EventSource } from '../../../lambda/read/event-source.ts';
import { newestFirst } from '../../../lambda/read/newest-first.ts';

/** An answer of so many to a read, whose events have nothing but a key. */
function sourceOf(keys: readonly number[], limit: number): EventSource {
  const sorted = keys.toSorted((one, other) => other - one).map((key) => String.fromCodePoint(key));
  return createEventSource<number>(async (beyond = 0) => {
    const events = sorted.slice(beyond, beyond + limit).map((sortKey) => ({ sortKey }) as StoredEvent);
    return { events, ...(events.length === limit && { next: beyond + limit }) };
  });
}

async function* merged(sources: readonly EventSource[]) {
  for (;;) {
    for (const source of sources) while (source.isLacking()) await source.read();
    const source = newestFirst(sources);
    const stored = source?.head();
    if (source === undefined || stored === undefined) return;
    source.pass();
    yield stored.sortKey.codePointAt(0);
  }
}

it('has each event of all answers once, the newest first, however little one read brings', async () => {
  const answers = fc.array(fc.array(fc.integer({ min: 32, max: 60 })), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(answers, fc.integer({ min: 1, max: 4 }), async (keys, limit) => {
      const sources = keys.map((one) => sourceOf(one, limit));
      expect(await Array.fromAsync(merged(sources))).toEqual(keys.flat().toSorted((one, other) => other - one));
    }),
  );
});

it('takes the first of two that are equally new', async () => {
  const [one, other] = [sourceOf([50], 1), sourceOf([50], 1)];
  await Promise.all([one.read(), other.read()]);
  expect(newestFirst([one, other])).toBe(one);
  expect(newestFirst([])).toBeUndefined();
});
