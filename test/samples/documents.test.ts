import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schemaMismatches } from '../../families/call-event/call-event.ts';
import { TEST_EVENT } from '../../families/test-event/facts.ts';
import { documentEvents } from '../../samples/documents.ts';

const documentText = (name: string) =>
  readFileSync(new URL(`../../samples/documents/${name}`, import.meta.url), 'utf8');

const [streamEvent, ...restEvents] = documentEvents();
const insights = JSON.parse(documentText('call-insights-events.json'));

describe('documentEvents', () => {
  it("begins with the stream's example as it is", () => {
    expect(streamEvent).toEqual(JSON.parse(documentText('voice-sdk-event.json')));
    expect(JSON.stringify(streamEvent)).toHaveLength(1669);
    expect(streamEvent?.data.call_sid).toBe('CA0000000000000000000000000000001');
    expect(streamEvent?.datacontenttype).toBe('2025-10-08T07:17:02.363Z');
    expect(streamEvent?.time).toBeUndefined();
    expect(streamEvent?.data.sdk_edge?.error).toEqual({
      code: 31600,
      message: 'Call failed due to network issues.',
    });
  });

  it('wraps the four events of the REST response, unchanged, under four ids', () => {
    expect(restEvents.map(({ data }) => data)).toEqual(insights.events);
    expect(new Set(restEvents.map(({ id }) => id)).size).toBe(4);
    expect(new Set(restEvents.map(({ data }) => `${data.call_sid} ${data.timestamp}`)).size).toBe(1);
    expect(restEvents.map(({ type }) => type.split('.').at(-1))).toEqual(['sdk', 'gateway', 'gateway', 'gateway']);
  });

  it('fits the documented schema with all five', () => {
    expect(documentEvents().map(({ data }) => schemaMismatches(data))).toEqual([[], [], [], [], []]);
  });
});

describe('the documents', () => {
  it('are the REST response without the line numbers of the page', () => {
    const [error, ...relay] = insights.events;
    expect(error.sdk_edge.error).toEqual({ code: 31600 });
    expect(error.sdk_edge.metadata.location).toEqual({ lat: 37.4192, lon: -122.0574 });
    expect(relay.map(({ name, level }: { name: string; level: null }) => [name, level])).toEqual([
      ['configurations', null],
      ['call_wrap_up', null],
      ['final_token_received', null],
    ]);
    expect(relay.map((event: object) => 'edge' in event)).toEqual([true, true, false]);
    expect(insights.meta.url).toContain(`/v1/Voice/CA${'a'.repeat(32)}/Events`);
  });

  it('hold a test event whose data is a text', () => {
    const event = JSON.parse(documentText('kinesis-test-event.json'));
    expect(event.type).toBe(TEST_EVENT);
    expect(JSON.parse(event.data)).toEqual({ test_id: '95001c1e-5b8e-45f5-830d-f9cbf1d16420' });
  });
});
