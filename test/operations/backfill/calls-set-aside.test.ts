import { expect, it } from 'vitest';
import { recordText } from '../../../lambda/quarantine/quarantine.ts';
import { createCallsSetAside } from '../../../operations/backfill/calls-set-aside.ts';
import type { SetAside } from '../../../operations/set-aside/set-aside.ts';
import { CALL_SID, cloudEvent, kinesisRecords } from '../../../samples/builders.ts';
import { givenUp, quarantined } from '../set-aside/kept.ts';

const OTHER_SID = `CA${'f'.repeat(32)}`;
const event = (callSid: string) => cloudEvent({ source: undefined }, { call_sid: callSid });
const batch = (day: string, uuid: string) => `aws/lambda/2f1c-0000/shardId-000000000000/${day}/${day}T12.00.00-${uuid}`;
const startedOn = (day: string) => Date.parse(`${day}T12:00:00.000Z`);

/** Objects by their keys, and which of them were read. */
function setAsideOf(objects: Record<string, string>) {
  const reads: string[] = [];
  const refuse = async () => Promise.reject(new Error('nothing is changed'));
  const setAside: SetAside = {
    async *keys(prefix) {
      yield* Object.keys(objects)
        .filter((key) => key.startsWith(prefix))
        .sort();
    },
    async get(key) {
      reads.push(key);
      return objects[key];
    },
    put: refuse,
    move: refuse,
    remove: refuse,
  };
  return { setAside, reads };
}

it('only what was set aside since a call began is read for it, and once', async () => {
  const { setAside, reads } = setAsideOf({
    'quarantine/2026/11/01/a.json': recordText(quarantined(1, event(CALL_SID))),
    'quarantine/2026/11/18/a.json': recordText(quarantined(2, event(CALL_SID))),
    'quarantine/2026/11/19/a.json': recordText(quarantined(3, event(CALL_SID))),
    'quarantine/2026/11/20/a.json': recordText(quarantined(4, event(OTHER_SID))),
    'quarantine/without-a-day.json': recordText(quarantined(5, event(OTHER_SID))),
    [batch('2026/11/10', 'a')]: givenUp(kinesisRecords([event(CALL_SID)])),
    [batch('2026/11/21', 'b')]: givenUp(kinesisRecords([event(CALL_SID), event(OTHER_SID), event(CALL_SID)])),
  });
  const told: unknown[] = [];
  const calls = createCallsSetAside({
    setAside,
    onStart: (total) => told.push(total),
    onEnd: () => told.push('end'),
  });
  expect(await calls.count(CALL_SID, startedOn('2026-11-20'))).toBe(3);
  const young = [
    batch('2026/11/21', 'b'),
    'quarantine/2026/11/19/a.json',
    'quarantine/2026/11/20/a.json',
    'quarantine/without-a-day.json',
  ];
  expect(reads.toSorted()).toEqual(young);
  expect(await calls.count(OTHER_SID, startedOn('2026-11-21'))).toBe(3);
  expect(reads).toHaveLength(4);
  expect(told).toEqual([4, 'end']);

  expect(await calls.count(CALL_SID, startedOn('2026-11-11'))).toBe(5);
  expect(reads.slice(4).toSorted()).toEqual([batch('2026/11/10', 'a'), 'quarantine/2026/11/18/a.json']);
  expect(await calls.count(CALL_SID, undefined)).toBe(6);
  expect(reads).toHaveLength(7);
});

it('several calls at once read each object once', async () => {
  const { setAside, reads } = setAsideOf({
    'quarantine/2026/11/19/a.json': recordText(quarantined(1, event(CALL_SID))),
    'quarantine/2026/11/18/a.json': recordText(quarantined(2, event(OTHER_SID))),
  });
  const calls = createCallsSetAside({ setAside });
  const days = ['2026-11-20', '2026-11-19', '2026-11-20', '2026-11-01'];
  expect(await Promise.all(days.map((day) => calls.count(CALL_SID, startedOn(day))))).toEqual([1, 1, 1, 1]);
  expect(reads).toHaveLength(2);
});

it('what cannot be read is said, and nothing of a call that was not asked for', async () => {
  const random = Buffer.from(Array.from({ length: 300 }, (_byte, index) => (index * index * 31 + index * 7) % 251));
  const { setAside } = setAsideOf({
    'quarantine/2026/11/01/old.json': 'not JSON',
    'quarantine/2026/11/20/a.json': recordText(quarantined(1, random)),
    'quarantine/2026/11/20/b.json': recordText(quarantined(2, event(OTHER_SID))),
    [batch('2026/11/21', 'a')]: givenUp([...kinesisRecords([event(CALL_SID)]), ...kinesisRecords([random])]),
    [batch('2026/11/21', 'b')]: '{"payload":5}',
  });
  const calls = createCallsSetAside({ setAside });
  expect(calls.unread()).toEqual([]);
  expect(await calls.count(CALL_SID, startedOn('2026-11-20'))).toBe(1);
  expect(calls.unread().toSorted((one, other) => one.key.localeCompare(other.key))).toEqual([
    { key: batch('2026/11/21', 'a'), problem: expect.stringContaining('no text') },
    { key: batch('2026/11/21', 'b'), problem: expect.stringContaining('payload') },
    { key: 'quarantine/2026/11/20/a.json', problem: expect.stringContaining('no text') },
  ]);
});

it('whatever redrive would make a row of is seen, however it is written', async () => {
  const escaped = (value: unknown) => JSON.stringify(value).replaceAll(CALL_SID, `\\u0043\\u0041${CALL_SID.slice(2)}`);
  const asObject = JSON.parse(givenUp(kinesisRecords([event(CALL_SID)])));
  const { setAside } = setAsideOf({
    'quarantine/a.json': recordText(quarantined(1, Buffer.from(escaped(event(CALL_SID))))),
    'quarantine/b.json': recordText(quarantined(2, { ...event('x'), data: escaped(event(CALL_SID).data) })),
    'quarantine/c.json': recordText(quarantined(3, event(' 1'))),
    'quarantine/bad.json': 'not JSON',
    // An earlier version did not know the type of the first, and of the second nobody does.
    'unsupported/a.jsonl': `${JSON.stringify(event(CALL_SID))}\n${JSON.stringify({ ...event(CALL_SID), type: 'new' })}\n`,
    'aws/lambda/1/a': JSON.stringify({ ...asObject, payload: JSON.parse(asObject.payload) }),
  });
  const calls = createCallsSetAside({ setAside });
  expect(await calls.count(CALL_SID, 0)).toBe(4);
  expect(await calls.count(' 1', 0)).toBe(1);
  expect(await calls.count('1', 0)).toBe(0);
});
