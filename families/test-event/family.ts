import { dataOf } from '../event-data.ts';
import type { EventFamily } from '../family.ts';
import { TEST_EVENT_FACTS } from './facts.ts';

/** A test event, and what Twilio knows the test by; undefined where it does not say. */
export interface TestEvent {
  id: string;
  testId?: string;
}

/** Counted and logged, never a row. Whatever its data is, it came through. */
export const testEvents: EventFamily<TestEvent> = {
  ...TEST_EVENT_FACTS,
  read(envelope) {
    const data = dataOf(envelope);
    const testId = data.ok ? data.value.test_id : undefined;
    return {
      ok: true,
      value: {
        family: testEvents,
        event: { id: envelope.id, ...(typeof testId === 'string' && { testId }) },
        mismatches: [],
      },
    };
  },
  outcome: ({ testId }) => ({ ok: true, value: { rows: [], test: { ...(testId !== undefined && { testId }) } } }),
  callSids: () => [],
};
