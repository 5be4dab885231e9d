import { describe, expect, it } from 'vitest';
import { detailOf, eventFields } from '../../../web/call/event-fields.ts';
import { apiEvent } from '../api-events.ts';

describe('the fields of an event', () => {
  it('have dotted names, what the event is about first', () => {
    const event = apiEvent({ sdk_edge: { metadata: { city: 'Cork' }, error: { code: 31005, message: '' } } });
    expect(eventFields(event).fields).toEqual([
      ['timestamp', '2026-11-20T11:59:00.000Z'],
      ['edge', 'sdk_edge'],
      ['group', 'connection'],
      ['name', 'accepted-by-remote'],
      ['level', 'INFO'],
      ['sdk_edge.error.code', '31005'],
      ['sdk_edge.metadata.city', 'Cork'],
    ]);
  });

  it('are cut where there are too many to read, and how many are left is said', () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_field, number) => [`field${number}`, number]));
    const { fields, more } = eventFields(apiEvent({ sdk_edge: many }));
    expect([fields.length, fields.length + more]).toEqual([80, 5_005]);
  });
});

describe('the detail of an event', () => {
  it('is its error', () => {
    expect(detailOf(apiEvent({ sdk_edge: { error: { code: 31005, message: 'lost' }, metric: {} } }))).toBe(
      '31005 Connection error: lost',
    );
  });

  it('is what it carries beside what every event carries', () => {
    const relay = { session_id: 'VX1', sequence_number: 4, tts_latency: { latency_ms: 271 } };
    expect(detailOf(apiEvent({ conversation_relay_data: relay }))).toBe('tts_latency.latency_ms 271');
    expect(detailOf(apiEvent({ sdk_edge: { metadata: { city: 'Cork' } } }))).toBe('');
  });

  it('is one line however much an event carries', () => {
    const metric = { threshold: 1, values: Array.from({ length: 10_000 }, () => [1, 'x']) };
    expect(detailOf(apiEvent({ sdk_edge: { metric } })).length).toBeLessThan(250);
  });
});
