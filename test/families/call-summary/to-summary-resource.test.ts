import { describe, expect, it } from 'vitest';
import type { CallSummary } from '../../../families/call-summary/call-summary.ts';
import { COMPLETE, PARTIAL, PREDICTED_COMPLETE } from '../../../families/call-summary/facts.ts';
import { SummaryResource } from '../../../families/call-summary/summary-resource.ts';
import { toSummaryResource } from '../../../families/call-summary/to-summary-resource.ts';
import { resourceSummaries, SUMMARY_DOCUMENT } from '../../../samples/documents.ts';

const CALL_SID = `CA${'0'.repeat(32)}`;
const NOTHING = {
  account_sid: null,
  call_sid: CALL_SID,
  call_type: null,
  call_state: null,
  answered_by: null,
  processing_state: 'partial',
  created_time: null,
  start_time: null,
  end_time: null,
  duration: null,
  connect_duration: null,
  from: null,
  to: null,
  carrier_edge: null,
  client_edge: null,
  sdk_edge: null,
  sip_edge: null,
  tags: null,
  attributes: null,
  properties: null,
  trust: null,
  annotation: null,
  url: 'https://example.com/1',
};

function resource(data: Record<string, unknown> = {}, type = PARTIAL) {
  const event = { id: 'EZ1', type, data: { call_sid: CALL_SID, ...data } as CallSummary };
  const answer = toSummaryResource({ event }, 'https://example.com/1');
  expect(SummaryResource.safeParse(answer).error).toBeUndefined();
  return answer;
}

describe('the resource of a summary', () => {
  it('is Twilio’s own, where that is what came', () => {
    const [, ...ofLists] = resourceSummaries();
    expect(ofLists).toHaveLength(12);
    for (const { data } of ofLists) {
      const { url, ...told } = resource(data, COMPLETE);
      const { url: _twilios, ...came } = data;
      expect(told).toEqual(came);
    }
  });

  it('of what the stream says of a call that never was is mostly null', () => {
    const data = JSON.parse(SUMMARY_DOCUMENT.data);
    expect(resource(data, SUMMARY_DOCUMENT.type as typeof PREDICTED_COMPLETE)).toEqual({
      ...NOTHING,
      account_sid: data.account_sid,
      call_sid: data.call_sid,
      call_type: 'client',
      call_state: 'canceled',
      start_time: '2020-07-23T22:56:28Z',
      end_time: '2020-07-23T22:56:33Z',
      duration: 0,
      connect_duration: 0,
      from: {
        caller: '+55555555',
        carrier: 'MEGA:CORP',
        connection: 'landline',
        number_prefix: '5555',
        country_code: 'US',
      },
      to: { callee: 'client:SOMECLIENT', connection: 'twilio_sdk' },
      properties: { direction: 'outbound_api' },
      processing_version: 1,
    });
  });

  it('has each member of Twilio’s, null where nothing is said', () => {
    expect(resource()).toEqual(NOTHING);
  });

  it('is complete where the event says so, by its state or its type', () => {
    expect(resource({ processing_state: 'complete' }).processing_state).toBe('complete');
    expect(resource({ processing_state: 'partial' }, PREDICTED_COMPLETE).processing_state).toBe('partial');
    expect(resource({ processing_state: 'partial' }, COMPLETE).processing_state).toBe('complete');
  });

  it('leaves out empty texts, zeros and unknown values of the stream', () => {
    const party = { caller: '', callee: '', carrier: '', location: { lat: 0, lon: 0 }, sdk: { type: '', os: {} } };
    expect(
      resource({
        parent_call_sid: '',
        answered_by: '',
        call_state: 'unknown_call_state',
        end_time: '',
        tags: ['', 'unknown_tag'],
        processing_version: 0,
        from: { ...party, caller: '+15550100' },
        to: party,
        carrier_edge: { properties: { region: 'unknown_realm' }, metrics: { inbound: { codec_name: '' } } },
        sip_edge: {
          properties: { direction: 'unknown_direction', region: 'us1' },
          metrics: { inbound: { codec: 0, packets_received: 0, jitter: { avg: 0, max: 0 } } },
        },
        annotation: { call_score: 0, quality_issues: ['unknown_quality_issue'], answered_by: 'unknown_answered_by' },
        agent_session_summaries: [{ session_id: '', session_state: 'unknown_state', tts_latency_ms: { min: 0 } }],
        properties: {
          direction: 'unknown_direction',
          disconnected_by: 'unknown_disconnected_by',
          last_sip_response_num: 0,
          pdd_ms: 0,
          q850_cause: 0,
          settings: null,
        },
        sdk_edge: { metrics: { inbound: { mos: { min: 0, avg: 0, max: 0 }, packets_lost: 0 } } },
      }),
    ).toEqual({
      ...NOTHING,
      from: { caller: '+15550100' },
      sip_edge: { properties: { region: 'us1' } },
    });
  });

  it('has enumerations in Twilio’s spelling', () => {
    const data = { call_type: 'Carrier', call_state: 'no-answer', answered_by: 'machine-end-beep' };
    expect(resource(data)).toMatchObject({
      call_type: 'carrier',
      call_state: 'noanswer',
      answered_by: 'machine_end_beep',
    });
    expect(resource({ answered_by: 'unknown' }).answered_by).toBe('unknown');
    expect(
      resource({
        properties: { direction: 'outbound-api' },
        sdk_edge: { properties: { direction: 'Inbound' } },
        annotation: { quality_issues: ['static-noise', 'of_a_new_kind'] },
      }),
    ).toMatchObject({
      properties: { direction: 'outbound_api' },
      sdk_edge: { properties: { direction: 'inbound' } },
      annotation: { quality_issues: ['static_noise'] },
    });
    expect(resource({ call_type: 'telegraph', call_state: 7 })).toEqual(NOTHING);
  });

  it('has what people wrote, whatever it begins with', () => {
    const annotation = { comment: 'unknown_caller rang again', incident: 'Unknown_1' };
    expect(resource({ annotation: { ...annotation, answered_by: 'unknown_answered_by' } })).toMatchObject({
      annotation,
    });
    expect(resource({ annotation: { comment: ' ', incident: '' } }).annotation).toBeNull();
  });

  it('keeps what is no fact of Twilio’s resource but is one of the event', () => {
    const sessions = [{ session_id: 'VX1', turns: 3, new_member: [1] }];
    expect(
      resource({
        parent_call_sid: 'CA1',
        processing_version: 4,
        properties: { q850_cause: 16 },
        agent_session_summaries: sessions,
      }),
    ).toEqual({
      ...NOTHING,
      parent_call_sid: 'CA1',
      processing_version: 4,
      properties: { q850_cause: 16 },
      agent_session_summaries: sessions,
    });
  });

  it('has no value of another type than Twilio documents, but for one that was hidden', () => {
    expect(
      resource({
        account_sid: 5,
        duration: '64',
        connect_duration: 1.5,
        start_time: '30 February',
        created_time: '2026-11-20 11:00:00+01:00',
        tags: ['high_jitter', 7, { silence: true }, null],
        from: { caller: 15_550_100, callee: ['x'], carrier: 'Example', location: 'here', city: '[redacted]' },
        to: { callee: '[redacted]', location: '[redacted]', new_member: [1, ''] },
        sip_edge: 'none',
        sdk_edge: { metrics: { inbound: { tags: [1, 'low_mos'], mos: [4], packets_lost: null } }, events: 3 },
        agent_session_summaries: ['x', null, { session_id: 'VX1', turns: 'three' }],
        attributes: [true],
        annotation: { spam: 'no', quality_issues: 'echo', call_score: 3 },
      }),
    ).toEqual({
      ...NOTHING,
      created_time: '2026-11-20T10:00:00.000Z',
      tags: ['high_jitter'],
      from: { carrier: 'Example', city: '[redacted]' },
      to: { callee: '[redacted]', location: '[redacted]', new_member: [1, ''] },
      sdk_edge: { metrics: { inbound: { tags: ['low_mos'] } } },
      agent_session_summaries: [{ session_id: 'VX1' }],
      annotation: { call_score: 3 },
    });
  });

  it('is made of a list of any length in no time', () => {
    const started = performance.now();
    expect(resource({ tags: Array(100_000).fill(1), from: { sdk: Array(100_000).fill('x') } })).toEqual(NOTHING);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
