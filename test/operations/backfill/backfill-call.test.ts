import { expect, it } from 'vitest';
import type { ItemWriter } from '../../../lambda/store/item-writer.ts';
import { backfillCall } from '../../../operations/backfill/backfill-call.ts';
import { ARRIVAL_MS, CALL_SID, CONFIG, callEvent } from '../../../samples/builders.ts';
import type { Clock } from '../../../shared/clock.ts';
import { createMemoryStore } from '../../memory-store.ts';
import { ONLY_PUTS } from '../../only-puts.ts';
import { toRestEvent } from '../../twilio/fake-insights.ts';

const EVENTS = Array.from({ length: 60 }, (_event, second) =>
  toRestEvent(callEvent({ timestamp: new Date(ARRIVAL_MS - 86_400_000 + second * 1_000).toISOString() })),
);

/** The call whose 60 events are all missing, with a clock whose sleeps end when they are told to. */
function backfill(put: (writer: ItemWriter, passMinute: () => void) => ItemWriter['put']) {
  const store = createMemoryStore();
  let passMinute = () => {};
  const clock: Clock = {
    now: () => ARRIVAL_MS,
    random: () => 0,
    sleep: () =>
      new Promise((resolve) => {
        passMinute = resolve;
      }),
  };
  const done = backfillCall(
    { callSid: CALL_SID, startMs: ARRIVAL_MS - 90_000_000, endMs: ARRIVAL_MS - 86_400_000 },
    {
      twilio: {
        events: async () => EVENTS,
        metrics: async () => [],
        span: async () => ({}),
        summaries: async function* () {},
      },
      events: store,
      writer: { ...ONLY_PUTS, put: put(store, () => passMinute()) },
      config: CONFIG,
      clock,
      setAside: { count: async () => 0, unread: () => [] },
      check: false,
      force: false,
    },
  );
  return { done, store };
}

it('gives each batch a minute, however long the call', async () => {
  const { done, store } = backfill((writer, passMinute) => async (items, signal) => {
    signal.throwIfAborted();
    const answer = await writer.put(items, signal);
    // Slow, but in time: its minute passes when it is done.
    passMinute();
    return answer;
  });
  expect(await done).toMatchObject({ added: 60 });
  expect(store.items.size).toBe(60);
});

it('says that the table takes no rows where a batch is not written in a minute', async () => {
  const { done } = backfill((_writer, passMinute) => async (_items, signal) => {
    setImmediate(passMinute);
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  await expect(done).rejects.toThrow('the table takes no rows (60 s for 25): it is throttled or unreachable');
});
