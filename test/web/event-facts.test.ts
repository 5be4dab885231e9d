import { describe, expect, it } from 'vitest';
import { eventTimes, laneOf, levelOf, spanOf, titleOf } from '../../web/event-facts.ts';
import { apiEvent, at, START_MS, sampleCall } from './api-events.ts';

describe('the lane of an event', () => {
  it('is the side that reported it', () => {
    expect(laneOf(apiEvent({ edge: 'sip_edge' }))).toBe('sip_edge');
    expect(laneOf(apiEvent({ edge: null, carrier_edge: { metadata: { region: 'us1' } } }))).toBe('carrier_edge');
  });

  it('is told by the edge object where edge is a location', () => {
    expect(laneOf(apiEvent({ edge: 'ashburn', sdk_edge: { error: { code: 31005 } } }))).toBe('sdk_edge');
  });

  it('is none where no side is named, or several', () => {
    expect(laneOf(apiEvent({ edge: null }))).toBe('none');
    expect(laneOf(apiEvent({ edge: 'ashburn', sdk_edge: { a: 1 }, sip_edge: { b: 1 } }))).toBe('none');
  });

  it("is Conversation Relay's for its events, though they name the carrier's side", () => {
    const lanes = new Set(sampleCall(7).map((event) => `${event.group} ${laneOf(event)}`));
    expect(lanes).toEqual(new Set(['connection carrier_edge', 'conversation_relay conversation_relay']));
  });
});

it('shows an error that Twilio gave no level as an error', () => {
  expect(levelOf(apiEvent({ level: null, conversation_relay_data: { error: { error_code: 64107 } } }))).toBe('ERROR');
  expect(levelOf(apiEvent({ level: 'warn' }))).toBe('WARNING');
  expect(levelOf(apiEvent({ level: null }))).toBe('UNKNOWN');
});

it('spells out characters that would turn the reading direction', () => {
  expect(titleOf(apiEvent({ group: 'a\u202eb', name: null }))).toBe('a\\u202eb');
  expect(titleOf(apiEvent({ group: null, name: '' }))).toBe('(no name)');
});

describe('the times of events', () => {
  it('are read as ISO 8601', () => {
    expect(eventTimes([apiEvent(at(0)), apiEvent({ timestamp: '2026-11-20T11:59:01+00:00' })])).toEqual([
      START_MS,
      START_MS + 1_000,
    ]);
  });

  it("take a neighbour's place where they cannot be read", () => {
    const events = ['soon', '2026-11-20T11:59:00Z', null, '2026-11-20T11:59:02Z', 7].map((timestamp) => ({
      ...apiEvent(),
      timestamp: timestamp as string,
    }));
    expect(eventTimes(events).map((atMs) => atMs - START_MS)).toEqual([0, 0, 0, 2_000, 2_000]);
    expect(eventTimes([{ ...apiEvent(), timestamp: '' }])).toEqual([0]);
  });

  it('span from the earliest to the latest, in whatever order', () => {
    expect(spanOf([5, 3, 9])).toEqual({ startMs: 3, endMs: 9 });
    expect(spanOf([])).toEqual({ startMs: 0, endMs: 0 });
  });
});
