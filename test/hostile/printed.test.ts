import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventJson, eventLine, eventTable, legTimeline, timeline } from '../../cli/event-view.ts';
import { fromItem, type StoredEvent } from '../../families/call-event/item.ts';
import { attributesOf, CALL_SID, cloudEvent } from '../../samples/builders.ts';
import { printable, printableJson } from '../../shared/printable.ts';
import { timesByDay } from '../nightly.ts';
import { ingestInMemory } from './batch-in-memory.ts';
import { HOSTILE_TEXTS, SMALL_RECORDS } from './corpus.ts';
import { hostileRecord } from './generator.ts';

/** What a terminal obeys, or what changes the order of what is read; a line break is ours. */
const OBEYED = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;

/** Everything the commands print of a record: of its rows, and of its reason. */
async function printed(data: Buffer): Promise<string[]> {
  const { items, quarantined } = await ingestInMemory([data]);
  const events: StoredEvent[] = items.map((item) => fromItem(attributesOf(item)));
  const legs = events.map(({ event }) => ({
    leg: 'A',
    call_sid: event.data.call_sid,
    parent_call_sid: event.data.call_sid,
    direction: String(event.data.name),
  }));
  const [first] = events;
  const ofEvents =
    first === undefined
      ? []
      : [
          eventTable(events),
          timeline(events, first),
          legTimeline(
            legs,
            events.map((stored) => ({ leg: 'A', stored })),
            first,
          ),
          ...events.map(({ event }) => eventLine(event)),
          printableJson(JSON.stringify(events.map(eventJson), undefined, 2)),
        ];
  const ofReasons = quarantined.flatMap(({ detail, problems = [], data: kept }) => [
    detail,
    ...problems.map((problem) => problem.detail),
    printable(Buffer.from(kept, 'base64').toString()),
  ]);
  return [...ofEvents, ...ofReasons];
}

/** A record whose every printed member says the same. */
function recordOf(text: string): Buffer {
  const error = { code: text, message: text };
  const names = { call_sid: text || CALL_SID, group: text, name: text, level: text, edge: text };
  const events = [
    cloudEvent({ id: `${text}1` }, { ...names, sdk_edge: { error } }),
    cloudEvent({ id: `${text}2` }, { ...names, sdk_edge: { metric: { threshold: text, values: [text] } } }),
    cloudEvent({ id: `${text}3` }, { ...names, unknown: { [text]: 1e200 } }),
    cloudEvent({ id: `${text}4`, time: '2026-11-20T11:59:00Z' }, { ...names, timestamp: text, [text]: text }),
  ];
  return Buffer.from(JSON.stringify(events));
}

it('prints nothing of a hostile record that a terminal would obey', async () => {
  const expectPlain = async (data: Buffer) => {
    for (const text of await printed(data)) expect(text).not.toMatch(OBEYED);
  };
  for (const text of HOSTILE_TEXTS) await expectPlain(recordOf(text));
  for (const { data } of SMALL_RECORDS) await expectPlain(data);
  await fc.assert(fc.asyncProperty(hostileRecord, expectPlain), { numRuns: timesByDay(150, 500) });
});

it('gives every event a line of its own, whatever stands in it', async () => {
  for (const text of HOSTILE_TEXTS) {
    const { items } = await ingestInMemory([recordOf(text)]);
    const events = items.map((item) => fromItem(attributesOf(item)));
    expect(eventTable(events).split('\n')).toHaveLength(events.length + 1);
  }
});
