import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eventJson, eventLine, eventTable, legTimeline, timeline } from '../../cli/event-view.ts';
import { fromItem, type StoredEvent } from '../../lambda/store/item.ts';
import { printable, printableJson } from '../../shared/printable.ts';
import { ingestInMemory } from './batch-in-memory.ts';
import { SMALL_RECORDS } from './corpus.ts';
import { hostileRecord } from './generator.ts';

/** What a terminal obeys, or what changes the order of what is read; a line break is ours. */
const OBEYED = /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u;

/** Everything the commands print of a record: of its rows, and of its reason. */
async function printed(data: Buffer): Promise<string[]> {
  const { items, quarantined } = await ingestInMemory([data]);
  const events: StoredEvent[] = items.map(({ attributes }) => fromItem(attributes));
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

it('prints nothing of a hostile record that a terminal would obey, and no line that it did not mean', async () => {
  const expectPlain = async (data: Buffer) => {
    for (const text of await printed(data)) expect(text).not.toMatch(OBEYED);
  };
  for (const { data } of SMALL_RECORDS) await expectPlain(data);
  await fc.assert(fc.asyncProperty(hostileRecord, expectPlain), { numRuns: 500 });
});

it('gives every event a line of its own, whatever stands in it', async () => {
  await fc.assert(
    fc.asyncProperty(hostileRecord, async (data) => {
      const { items } = await ingestInMemory([data]);
      const events = items.map(({ attributes }) => fromItem(attributes));
      expect(eventTable(events).split('\n')).toHaveLength(events.length + 1);
    }),
    { numRuns: 500 },
  );
});
