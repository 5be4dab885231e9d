import { TEST_EVENT } from './facts.ts';

/**
 * The proof that a sink works, as Event Streams puts it: its id is the SID of the account.
 * Source: https://www.twilio.com/docs/events/eventstreams-quickstart/kinesis-scripts
 */
export function testEventSample({ accountSid, testId, time }: { accountSid: string; testId: string; time: string }) {
  return {
    specversion: '1.0',
    type: TEST_EVENT,
    source: 'Sink',
    id: accountSid,
    dataschema: 'https://events-schemas.twilio.com/EventStreams.TestSink/1.json',
    datacontenttype: 'application/json',
    time,
    data: { test_id: testId },
  };
}
