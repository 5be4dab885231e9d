import { SDK_CALL_EVENT } from '../families/call-event/facts.ts';
import { callEventSample } from '../families/call-event/sample.ts';
import { COMPLETE } from '../families/call-summary/facts.ts';
import { callSummarySample } from '../families/call-summary/sample.ts';
import type { FamilyName } from '../families/catalogue.ts';
import { testEventSample } from '../families/test-event/sample.ts';
import { createRandom } from './random.ts';

/** An event of each family, as Twilio would put it on the stream. @param time ISO 8601, UTC, with milliseconds */
export function familySamples(
  seed: number,
  time: string,
): Readonly<Record<FamilyName, { id: string; type: string; data: object }>> {
  const random = createRandom(seed, 0);
  const [callSid, accountSid] = [random.sid('CA'), random.sid('AC')];
  return {
    'call-event': callEventSample({
      id: random.sid('EZ'),
      type: SDK_CALL_EVENT,
      version: 2,
      time,
      data: {
        timestamp: time,
        call_sid: callSid,
        account_sid: accountSid,
        edge: 'sdk_edge',
        group: 'connection',
        name: 'error',
        level: 'ERROR',
        sdk_edge: { error: { code: 31005, message: 'Connection error' } },
      },
    }),
    'call-summary': callSummarySample({
      id: random.sid('EZ'),
      type: COMPLETE,
      version: 7,
      time,
      data: {
        call_sid: callSid,
        account_sid: accountSid,
        parent_call_sid: '',
        start_time: time,
        end_time: time,
        duration: 64,
        connect_duration: 60,
        call_type: 'carrier',
        call_state: 'completed',
        processing_state: 'complete',
        processing_version: 3,
        from: { caller: '+15550100', callee: '', country_code: 'US' },
        to: { caller: '', callee: '+15550101', country_code: 'US' },
        properties: { direction: 'inbound', disconnected_by: 'caller', last_sip_response_num: 200, pdd_ms: 1200 },
        tags: [],
      },
    }),
    'test-event': testEventSample({ accountSid, testId: random.sid('TE'), time }),
  };
}
