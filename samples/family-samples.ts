import { SDK_CALL_EVENT } from '../families/call-event/facts.ts';
import { callEventSample } from '../families/call-event/sample.ts';
import { SDK_METRICS } from '../families/call-metric/facts.ts';
import { callMetricSample } from '../families/call-metric/sample.ts';
import { COMPLETE } from '../families/call-summary/facts.ts';
import { callSummarySample } from '../families/call-summary/sample.ts';
import type { FamilyName } from '../families/catalogue.ts';
import { CONFERENCE_COMPLETE } from '../families/conference-summary/facts.ts';
import { conferenceSample } from '../families/conference-summary/sample.ts';
import { PARTICIPANT_COMPLETE } from '../families/participant-summary/facts.ts';
import { participantSample } from '../families/participant-summary/sample.ts';
import { testEventSample } from '../families/test-event/sample.ts';
import { createRandom } from './random.ts';

/** An event of each family, as Twilio would put it on the stream. @param time ISO 8601, UTC, with milliseconds */
export function familySamples(
  seed: number,
  time: string,
): Readonly<Record<FamilyName, { id: string; type: string; data: object }>> {
  const random = createRandom(seed, 0);
  const [callSid, accountSid, conferenceSid] = [random.sid('CA'), random.sid('AC'), random.sid('CF')];
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
    'call-metric': callMetricSample({
      id: random.sid('EZ'),
      type: SDK_METRICS,
      version: 2,
      time,
      data: {
        timestamp: time,
        call_sid: callSid,
        account_sid: accountSid,
        edge: 'sdk_edge',
        direction: 'both',
        sdk_edge: {
          codec: 111,
          codec_name: 'opus',
          interval: {
            packets_received: 50,
            packets_lost: 0,
            jitter: { value: 9 },
            mos: { value: 4.39 },
            rtt: { value: 81 },
            audio_in: { value: 81 },
            audio_out: { value: 5237 },
          },
          cumulative: { packets_received: 3900, packets_sent: 3934, packets_lost: 0, bytes_received: 547788 },
        },
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
    'conference-summary': conferenceSample({
      id: random.sid('EZ'),
      type: CONFERENCE_COMPLETE,
      version: 2,
      time,
      data: {
        conference_sid: conferenceSid,
        account_sid: accountSid,
        friendly_name: 'Standup',
        create_time: time,
        status: 'completed',
        duration_seconds: 76,
        connect_duration_seconds: 72,
        end_reason: 'last_participant_left',
        ended_by: callSid,
        mixer_region: 'us1',
        detected_issues: { call_quality: 0, region_configuration: 0, participant_behavior: 0 },
        tags: [],
        processing_state: 'in_progress',
      },
    }),
    'participant-summary': participantSample({
      id: random.sid('EZ'),
      type: PARTICIPANT_COMPLETE,
      version: 2,
      time,
      data: {
        participant_sid: random.sid('CP'),
        conference_sid: conferenceSid,
        call_sid: callSid,
        account_sid: accountSid,
        label: 'agent',
        from: '+15550100',
        to: '+15550101',
        call_state: 'completed',
        join_time: time,
        leave_time: time,
        processing_state: 'complete',
      },
    }),
    'test-event': testEventSample({ accountSid, testId: random.sid('TE'), time }),
  };
}
