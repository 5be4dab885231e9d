import { expect, it } from 'vitest';
import { fromItem } from '../../../families/call-event/item.ts';
import type { EventsOfCall } from '../../../lambda/read/event-reader.ts';
import type { PutEvent } from '../../../operations/audit/put-events.ts';
import { createVisibility } from '../../../operations/audit/visibility.ts';

/** A table in which rows appear, and that takes 10 ms to answer. */
function open() {
  let now = 0;
  const rows = new Map<string, string[]>();
  const asked: (EventsOfCall & { callSid: string })[] = [];
  const reader = {
    async *eventsOfCall(callSid: string, options: EventsOfCall = {}) {
      asked.push({ callSid, ...options });
      now += 10;
      for (const id of rows.get(callSid) ?? []) yield fromItem({ call_sid: { S: callSid }, event_id: { S: id } });
    },
  };
  return {
    visibility: createVisibility(reader, { now: () => now }),
    asked,
    rows,
    at(ms: number) {
      now = ms;
    },
  };
}

const event = (id: string, callSid: string, putMs: number): PutEvent => ({
  number: 1,
  id,
  callSid,
  putMs,
  time: new Date(putMs).toISOString(),
});

it('measures from the put to the answer that first shows the row, and how much of that is the wait between looks', async () => {
  const { visibility, rows, at } = open();
  visibility.expect([event('a', 'CA1', 100), event('b', 'CA1', 300)]);
  at(400);
  await visibility.look();
  expect([visibility.delaysMs, visibility.waiting()]).toEqual([[], 2]);
  rows.set('CA1', ['a']);
  at(900);
  await visibility.look();
  expect([visibility.delaysMs, visibility.uncertaintyMs(), visibility.waiting()]).toEqual([[810], 510, 1]);
  rows.set('CA1', ['a', 'b']);
  at(1_000);
  await visibility.look();
  expect([visibility.delaysMs, visibility.uncertaintyMs(), visibility.waiting()]).toEqual([[810, 710], 510, 0]);
});

it('is no surer of an event that is seen at once than the time since it was put', async () => {
  const { visibility, rows, at } = open();
  visibility.expect([event('a', 'CA1', 5_000)]);
  rows.set('CA1', ['a']);
  at(5_040);
  await visibility.look();
  expect([visibility.delaysMs, visibility.uncertaintyMs()]).toEqual([[50], 50]);
});

it('asks consistently, only for calls that lack a row, and from the earliest that lacks one', async () => {
  const { visibility, rows, asked } = open();
  visibility.expect([event('a', 'CA1', 0), event('b', 'CA2', 1_000), event('c', 'CA2', 2_000)]);
  rows.set('CA1', ['a']).set('CA2', ['b', 'a row of somebody else']);
  expect(await visibility.look()).toBe(2);
  asked.length = 0;
  expect(await visibility.look()).toBe(1);
  expect(asked).toEqual([{ callSid: 'CA2', consistent: true, from: '1970-01-01T00:00:02.000Z' }]);
  visibility.giveUp(['c', 'nobody']);
  expect([visibility.waiting(), await visibility.look()]).toEqual([0, 0]);
});
