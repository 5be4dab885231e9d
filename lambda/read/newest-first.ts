import type { StoredEvent } from '../../families/call-event/item.ts';

/** Merges answers that are newest first each. */
export async function* newestFirst(...answers: AsyncGenerator<StoredEvent>[]): AsyncGenerator<StoredEvent> {
  const heads = await Promise.all(answers.map(async (answer) => ({ answer, next: await answer.next() })));
  for (;;) {
    const waiting = heads.filter(({ next }) => !next.done);
    const [first, ...others] = waiting;
    if (first === undefined) return;
    const newest = others.reduce((best, head) => (orderKey(head.next) > orderKey(best.next) ? head : best), first);
    yield newest.next.value as StoredEvent;
    newest.next = await newest.answer.next();
  }
}

function orderKey(next: IteratorResult<StoredEvent, unknown>): string {
  return next.done ? '' : (next.value.levelTimestamp ?? next.value.sortKey);
}
