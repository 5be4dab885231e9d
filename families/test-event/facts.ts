import type { FamilyFacts } from '../family-facts.ts';

/** What Twilio sends to prove that a sink works. Source: https://www.twilio.com/docs/events/event-streams/sink-resource */
export const TEST_EVENT = 'com.twilio.eventstreams.test-event';

export const TEST_EVENT_FACTS = { name: 'test-event', types: [{ type: TEST_EVENT }] } as const satisfies FamilyFacts;
