import { describe, expect, it } from 'vitest';
import type { CallCloudEvent } from '../../../families/call-event/call-event.ts';
import { type StoredEvent, toItem } from '../../../families/call-event/item.ts';
import type { EventReader } from '../../../lambda/read/event-reader.ts';
import type { Attributes } from '../../../lambda/store/attribute-value.ts';
import type { Item } from '../../../lambda/store/item.ts';
import { type ItemWriter, MAX_BATCH_ITEMS } from '../../../lambda/store/item-writer.ts';
import type { PartitionEraser } from '../../../operations/partition-eraser.ts';
import { ARRIVAL_MS, attributesOf, CALL_SID, CONFIG, callCloudEvent, eventId } from '../../../samples/builders.ts';
import { LEVELS } from '../../../shared/level.ts';
import { itAtNight } from '../../nightly.ts';

export interface StoreUnderTest {
  store: ItemWriter & EventReader & Pick<PartitionEraser, 'erase'>;
  /** Puts a row that is no event: its keys and nothing else. */
  putRow(callSid: string, sortKey: string): Promise<void>;
  /** The attributes of every item there is, in no order. */
  rows(): Promise<Attributes[]>;
}

const NEVER = new AbortController().signal;
const SDK_ERROR = { error: { code: 31005, message: 'Connection error' } };

/** The item of an event that arrives at ARRIVAL_MS; `n` is its id. */
export function item(n: number, data: Record<string, unknown> = {}, config = CONFIG): Item {
  return itemOf(callCloudEvent({ id: eventId(n) }, data), config);
}

export function itemOf(event: CallCloudEvent, config = CONFIG): Item {
  const result = toItem(event, { arrivalMs: ARRIVAL_MS, config });
  if (!result.ok) throw new Error(`${result.reason}: ${result.detail}`);
  return result.value;
}

/** What every store of call events promises. */
export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`store on ${name}`, () => {
    it('gives back the events of one call as they came, in the order of their times', async () => {
      const { store } = await open();
      const events = ['11:59:00.001Z', '11:58:00Z', '12:59:00+01:00', '11:57:00.1Z'].map((time, index) =>
        callCloudEvent(
          { id: eventId(index), time: '2026-11-20T11:59:30Z' },
          { timestamp: `2026-11-20T${time}`, level: 'warn', extra: [{ n: null }, 0.1, 'é🎉', false, {}, null] },
        ),
      );
      const of = (index: number) => ({ ...events[index], data: { ...events[index]?.data, extra: AS_STORED } });
      await put(store, [...events.map((event) => itemOf(event)), item(9, { call_sid: 'CA1' })]);
      const found = await Array.fromAsync(store.eventsOfCall(CALL_SID));
      expect(found.map(({ event }) => event)).toEqual([3, 1, 2, 0].map(of));
      expect(found.map(({ sortKey }) => sortKey)).toEqual(found.map(({ sortKey }) => sortKey).sort());
      expect(found[0]).toMatchObject({
        sortKey: `2026-11-20T11:57:00.100Z#${eventId(3)}`,
        levelTimestamp: `2026-11-20T11:57:00.100Z#${eventId(3)}`,
        level: 'WARNING',
      });
    });

    it('shows no row of another kind in the partition of a call, and erases it with the call', async () => {
      const { store, putRow, rows } = await open();
      await put(store, [item(1, { level: 'ERROR' }), item(2, { level: 'ERROR', call_sid: 'CA1' })]);
      for (const sortKey of ['#note', '/', '-1', ':', ':1', 'CA1', 'metric#sdk_edge', 'summary', '~', 'é']) {
        await putRow(CALL_SID, sortKey);
      }
      expect(await ids(store.eventsOfCall(CALL_SID))).toEqual([eventId(1)]);
      expect(await ids(store.eventsOfCall(CALL_SID, { errorsOnly: true }))).toEqual([eventId(1)]);
      expect((await store.firstOfCall(CALL_SID))?.event.id).toBe(eventId(1));
      expect(await store.erase(CALL_SID)).toBe(11);
      expect(await rows()).toMatchObject([{ call_sid: { S: 'CA1' } }]);
    });

    it('has nothing of a call nobody put', async () => {
      const { store } = await open();
      await put(store, [item(1)]);
      expect(await ids(store.eventsOfCall(CALL_SID.slice(1)))).toEqual([]);
      expect(await ids(store.eventsOfCall('CA1', { errorsOnly: true }))).toEqual([]);
    });

    it('knows the first event of a call, and where there is none', async () => {
      const { store } = await open();
      await put(store, [item(2), item(1, { timestamp: '2026-11-20T11:58:00Z' }), item(3, { call_sid: 'CA1' })]);
      expect((await store.firstOfCall(CALL_SID))?.event.id).toBe(eventId(1));
      expect(await store.firstOfCall('CA2')).toBeUndefined();
    });

    it('takes a batch of 25, one item, and none', async () => {
      const { store, rows } = await open();
      const items = Array.from({ length: MAX_BATCH_ITEMS + 1 }, (_, n) => item(n));
      expect(await store.put(items.slice(0, MAX_BATCH_ITEMS), NEVER)).toEqual([]);
      expect(await store.put(items.slice(MAX_BATCH_ITEMS), NEVER)).toEqual([]);
      expect(await store.put([], NEVER)).toEqual([]);
      expect(byKey(await rows())).toEqual(byKey(items.map(attributesOf)));
    });

    it('has the same rows after the same items a second time', async () => {
      const { store, rows } = await open();
      const items = [
        item(1, { level: 'error', sdk_edge: SDK_ERROR }),
        item(2, { level: null, sdk_edge: SDK_ERROR, extra: [1e21, -0.1, ['x', null]] }),
        item(3, { timestamp: '2099-01-01T00:00:00Z', level: 'ERROR' }),
      ];
      await put(store, items);
      const before = byKey(await rows());
      expect(before).toHaveLength(items.length);
      await put(store, items.toReversed());
      await put(store, items.slice(1, 2));
      expect(JSON.stringify(byKey(await rows()))).toBe(JSON.stringify(before));
    });

    it('keeps two events of one millisecond, and relay events of one in their sequence', async () => {
      const { store } = await open();
      const relay = (n: number, sequence_number: number) => item(n, { conversation_relay_data: { sequence_number } });
      await put(store, [relay(3, 9), relay(2, 10), relay(1, 100), item(8, { call_sid: 'CA1' })]);
      await put(store, [item(7, { call_sid: 'CA1' })]);
      expect(await ids(store.eventsOfCall(CALL_SID))).toEqual([3, 2, 1].map(eventId));
      expect(await ids(store.eventsOfCall('CA1'))).toEqual([7, 8].map(eventId));
    });

    it('leaves out the levels of a call that are not asked for', async () => {
      const { store } = await open();
      const levels = ['INFO', 'error', null, 'WARN', 'DEBUG', 'ERROR'];
      await put(
        store,
        levels.map((level, n) => item(n, { level })),
      );
      const ofLevels = (...asked: (typeof LEVELS)[number][]) => ids(store.eventsOfCall(CALL_SID, { levels: asked }));
      expect(await ofLevels('ERROR')).toEqual([1, 5].map(eventId));
      expect(await ofLevels('WARNING', 'UNKNOWN')).toEqual([2, 3].map(eventId));
      expect(await ofLevels(...LEVELS)).toEqual(levels.map((_, n) => eventId(n)));
    });

    it('finds the errors of one call: level ERROR, and a level nobody knows with an error', async () => {
      const { store } = await open();
      await put(store, [
        item(1, { level: 'ERROR' }),
        item(2, { level: 'INFO', sdk_edge: SDK_ERROR }),
        item(3, { level: null, sdk_edge: SDK_ERROR }),
        item(4, { level: 'UNKNOWN' }),
        item(5, { level: 'FATAL', conversation_relay_data: { error: { error_code: 64105 } } }),
        item(6, { level: 'WARNING' }),
        item(7, { level: 'ERROR', call_sid: 'CA1' }),
        item(8, { level: null, sdk_edge: { error: { code: null, message: null } } }),
      ]);
      expect(await ids(store.eventsOfCall(CALL_SID, { errorsOnly: true }))).toEqual([1, 3, 5].map(eventId));
    });

    it('finds the latest errors across calls, newest first, of both kinds', async () => {
      const { store } = await open();
      await put(store, [
        item(1, { ...at('00:01'), level: 'ERROR', call_sid: 'CA1' }),
        item(2, { ...at('00:02'), level: null, sdk_edge: SDK_ERROR, call_sid: 'CA2' }),
        item(3, { ...at('00:03'), level: 'error' }),
        item(4, { ...at('00:04'), level: 'WARNING' }),
        item(5, { ...at('00:05'), level: 'UNKNOWN' }),
        item(6, { ...at('00:06'), level: 'FATAL', sdk_edge: SDK_ERROR }),
        item(7, { ...at('00:07'), level: 'INFO', sdk_edge: SDK_ERROR }),
        item(8, { ...at('00:08'), level: 'ERROR', call_sid: 'CA2' }),
        item(9, { ...at('00:09'), level: null }, { ...CONFIG, indexedLevels: LEVELS }),
      ]);
      expect(await ids(store.latestEvents())).toEqual([8, 6, 3, 2, 1].map(eventId));
    });

    it('finds the latest of one level that is indexed, and nothing that is not', async () => {
      const { store } = await open();
      await put(store, [
        item(1, { ...at('00:01'), level: 'WARN' }),
        item(2, { ...at('00:02'), level: 'WARNING', call_sid: 'CA1' }),
        item(3, { ...at('00:03'), level: 'INFO' }),
        item(4, { ...at('00:04'), level: 'INFO' }, { ...CONFIG, indexedLevels: ['INFO'] }),
        item(5, { ...at('00:05'), level: 'ERROR' }, { ...CONFIG, indexedLevels: ['INFO'] }),
      ]);
      expect(await ids(store.latestEvents({ levels: ['WARNING'] }))).toEqual([2, 1].map(eventId));
      expect(await ids(store.latestEvents({ levels: ['INFO'] }))).toEqual([4].map(eventId));
      expect(await ids(store.latestEvents({ levels: ['ERROR'] }))).toEqual([]);
      expect(await ids(store.latestEvents())).toEqual([]);
    });

    it('does not let an event from the future stay on top', async () => {
      const { store } = await open();
      await put(store, [
        item(1, { timestamp: '2099-01-01T00:00:00Z', level: 'ERROR' }),
        item(2, { timestamp: '2026-11-20T12:04:00Z', level: 'ERROR' }),
        item(3, { timestamp: '2026-11-20T11:00:00Z', level: 'ERROR' }),
        item(4, { timestamp: '2026-11-20T12:02:00Z', level: null, sdk_edge: SDK_ERROR }),
      ]);
      expect(await ids(store.latestEvents())).toEqual([2, 4, 1, 3].map(eventId));
      expect(await ids(store.eventsOfCall(CALL_SID))).toEqual([3, 4, 2, 1].map(eventId));
    });

    it('takes both ends of a span of time as part of it', async () => {
      const { store } = await open();
      await put(
        store,
        Array.from({ length: 6 }, (_, n) => item(n, { timestamp: `2026-11-20T11:59:00.00${n}Z`, level: 'ERROR' })),
      );
      const [from, to] = ['2026-11-20T11:59:00.001Z', '2026-11-20T11:59:00.004Z'];
      const answers = [
        (span: object) => ids(store.eventsOfCall(CALL_SID, span)),
        (span: object) => ids(store.eventsOfCall(CALL_SID, { ...span, levels: ['ERROR', 'INFO'] })),
        (span: object) => ids(store.eventsOfCall(CALL_SID, { ...span, errorsOnly: true })),
        async (span: object) => (await ids(store.latestEvents({ ...span, levels: ['ERROR'] }))).reverse(),
        async (span: object) => (await ids(store.latestEvents(span))).reverse(),
      ];
      for (const answer of answers) {
        expect(await answer({})).toEqual([0, 1, 2, 3, 4, 5].map(eventId));
        expect(await answer({ from })).toEqual([1, 2, 3, 4, 5].map(eventId));
        expect(await answer({ to })).toEqual([0, 1, 2, 3, 4].map(eventId));
        expect(await answer({ from, to })).toEqual([1, 2, 3, 4].map(eventId));
        expect(await answer({ from, to: from })).toEqual([1].map(eventId));
        expect(await answer({ from: to, to: from })).toEqual([]);
      }
    });

    itAtNight(
      'finds the only error of a call behind 2,999 other events',
      async () => {
        const { store } = await open();
        const fat = { extra: 'x'.repeat(500) };
        const start = Date.parse('2026-11-20T11:00:00Z');
        const timestamp = (n: number) => new Date(start + n).toISOString();
        for (let first = 0; first < 3_000; first += MAX_BATCH_ITEMS) {
          const batch = Array.from({ length: MAX_BATCH_ITEMS }, (_, index) => {
            const n = first + index;
            return item(n, { timestamp: timestamp(n), ...fat, ...(n === 2_999 && { level: 'ERROR' }) });
          });
          await put(store, batch);
        }
        expect(await ids(store.eventsOfCall(CALL_SID, { errorsOnly: true }))).toEqual([eventId(2_999)]);
        const all = await ids(store.eventsOfCall(CALL_SID));
        expect(all).toHaveLength(3_000);
        expect([all[0], all.at(-1)]).toEqual([eventId(0), eventId(2_999)]);
      },
      60_000,
    );

    it('reads the latest errors past the end of a page', async () => {
      const { store } = await open();
      const fat = { extra: 'x'.repeat(390_000) };
      for (let n = 0; n < 8; n += 1) {
        const kind = n % 2 === 0 ? { level: 'ERROR' } : { level: null, sdk_edge: SDK_ERROR };
        await put(store, [item(n, { ...at(`00:0${n}`), ...kind, ...fat })]);
      }
      expect(await ids(store.latestEvents())).toEqual([7, 6, 5, 4, 3, 2, 1, 0].map(eventId));
    });
  });
}

/** What is left of `extra` in the table. */
const AS_STORED = [{}, 0.1, 'é🎉', false, {}, null];

async function put(store: ItemWriter, items: readonly Item[]): Promise<void> {
  expect(await store.put(items, NEVER)).toEqual([]);
}

async function ids(answer: AsyncGenerator<StoredEvent>): Promise<string[]> {
  return (await Array.fromAsync(answer)).map(({ event }) => event.id);
}

function at(time: string) {
  return { timestamp: `2026-11-20T10:${time}Z` };
}

/** Rows and their attributes in one order, so that equal tables are equal text. */
export function byKey(rows: readonly Attributes[]): Attributes[] {
  const key = ({ call_sid, timestamp }: Attributes) => `${call_sid?.S} ${timestamp?.S}`;
  return rows
    .map((row) => Object.fromEntries(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1))))
    .sort((one, other) => (key(one) < key(other) ? -1 : 1));
}
