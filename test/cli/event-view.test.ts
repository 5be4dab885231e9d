import { beforeEach, describe, expect, it, vi } from 'vitest';
import { eventJson, eventTable, streamedEventJson, timeline } from '../../cli/event-view.ts';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { ACCOUNT_SID, CALL_SID, callCloudEvent, eventId, storedEvent } from '../../samples/builders.ts';

beforeEach(() => {
  vi.stubEnv('FORCE_COLOR', undefined);
  return () => vi.unstubAllEnvs();
});

function stored(data: Record<string, unknown>, id = eventId(1)): StoredEvent {
  return storedEvent(callCloudEvent({ id }, data));
}

const ERROR = {
  level: 'ERROR',
  group: 'connection',
  name: 'error',
  sdk_edge: { error: { code: 31005, message: 'Gone' } },
};

describe('an event as JSON', () => {
  it('says first what one wants to know, then all of the data', () => {
    expect(eventJson(stored({ ...ERROR, edge: 'ashburn' }))).toEqual({
      call_sid: CALL_SID,
      timestamp: '2026-11-20T11:59:00.000Z',
      level: 'ERROR',
      edge: 'sdk_edge',
      group: 'connection',
      name: 'error',
      error_code: 31005,
      error_message: 'Gone',
      event_id: eventId(1),
      event_type: 'com.twilio.voice.insights.call-event.sdk',
      sort_key: `2026-11-20T11:59:00.000Z#${eventId(1)}`,
      level_timestamp: `2026-11-20T11:59:00.000Z#${eventId(1)}`,
      data: {
        ...ERROR,
        timestamp: '2026-11-20T11:59:00.000Z',
        call_sid: CALL_SID,
        account_sid: ACCOUNT_SID,
        edge: 'ashburn',
      },
    });
  });

  it('is null where there is nothing to say', () => {
    expect(eventJson(stored({ edge: undefined, group: undefined, name: undefined, level: undefined }))).toMatchObject({
      level: 'UNKNOWN',
      edge: null,
      group: null,
      name: null,
      error_code: null,
      error_message: null,
    });
  });
});

describe('a table of events', () => {
  it('names the call, its edge and what happened', () => {
    const relay = { conversation_relay_data: { error: { error_code: '64101', error_message: 'Invalid message' } } };
    const text = eventTable([
      stored(ERROR),
      stored({ ...relay, level: null, edge: null, group: 'conversation_relay', name: null }),
    ]);
    expect(text.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['TIME (UTC)', 'CALL', 'LEVEL', 'EDGE', 'EVENT', 'DETAIL'],
      ['2026-11-20T11:59:00.000Z', CALL_SID, 'ERROR', 'sdk_edge', 'connection/error', '31005 Gone'],
      ['2026-11-20T11:59:00.000Z', CALL_SID, 'UNKNOWN', 'conversation_relay', '64101 Invalid message'],
    ]);
  });

  it('puts an event from the future where it arrived, and says what its clock says', () => {
    const text = eventTable([stored({ ...ERROR, timestamp: '2099-01-01T00:00:00Z' })]);
    expect(text).toContain('2026-11-20T12:00:00.000Z');
    expect(text).toContain('31005 Gone (when it arrived; its clock says 2099-01-01T00:00:00.000Z)');
  });

  it('prints nothing that a terminal would obey, wherever it stands', () => {
    const evil = '\u001b[2J\u202e\n';
    const text = eventTable([
      stored({
        call_sid: `CA${evil}`,
        group: evil,
        name: evil,
        level: evil,
        edge: evil,
        sdk_edge: { error: { message: evil } },
      }),
      stored({ group: { evil }, sdk_edge: { metric: { threshold: evil, values: [evil] } } }),
    ]);
    expect(text.split('\n')).toHaveLength(3);
    for (const obeyed of ['\u001b', '\u202e']) expect(text).not.toContain(obeyed);
    expect(text).toContain('\\u001b[2J\\u202e\\u000a');
  });
});

describe('on a terminal of 80 columns', () => {
  const rows = (text: string) => text.split('\n');
  const error = stored({
    ...ERROR,
    sdk_edge: { error: { code: 31005, message: 'Error sent from gateway in HANGUP' } },
  });
  const failed = stored({ level: 'ERROR', group: 'ice-connection-state', name: 'failed' });

  it('a table of events shows when, which call, and the error or else the event', () => {
    const lines = rows(eventTable([error, failed], 80));
    expect(lines).toEqual([
      'TIME (UTC)      CALL                                DETAIL',
      `11-20 11:59:00  ${CALL_SID}  31005 Error sent from gatew…`,
      `11-20 11:59:00  ${CALL_SID}  ice-connection-state/failed`,
    ]);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });

  it('a table of events has all columns again where there is room, with a detail that is cut', () => {
    const [head, row] = rows(eventTable([error], 132));
    expect(head).toMatch(/TIME.*CALL.*LEVEL.*EDGE.*EVENT.*DETAIL/);
    expect(row).toContain(`2026-11-20T11:59:00.000Z  ${CALL_SID}  ERROR  sdk_edge  connection/error  31005 Error`);
    expect(row?.endsWith('…')).toBe(true);
    expect(rows(eventTable([error], 100))[0]).toMatch(/^TIME \(UTC\) +CALL +LEVEL +DETAIL$/);
  });

  it('a timeline shows the event and its detail in one', () => {
    expect(rows(timeline([error], error, 80))).toEqual([
      'TIME (UTC)      SECONDS  LEVEL  EVENT',
      '11-20 11:59:00  +0.000   ERROR  connection/error 31005 Error sent from gateway …',
    ]);
  });
});

describe('an event of the stream as JSON', () => {
  it.each([
    ['2026-11-20T11:59:00Z', '2026-11-20T11:59:00Z'],
    [1_763_640_000, '2026-11-20T12:00:30.000Z'],
    ['Fri, 20 Nov 2026 12:00:40 +0000', '2026-11-20T12:00:30.000Z'],
    ['2021-02-30T10:00:00Z', '2026-11-20T12:00:30.000Z'],
  ])('with a timestamp of %j tells the time it is filed under', (timestamp, told) => {
    const event = callCloudEvent({ id: eventId(1), time: '2026-11-20T12:00:30Z' }, { timestamp });
    expect(streamedEventJson(event)).toEqual({ ...event, timestamp: told });
  });
});

describe('the timeline of a call', () => {
  it('counts the seconds from the call’s first event, listed or not, and says what a warning is about', () => {
    const metric = { threshold: 400, values: [401, 520.5] };
    const events = [
      stored({ timestamp: '2026-11-20T11:59:00Z' }),
      stored({
        timestamp: '2026-11-20T12:00:01.25Z',
        level: 'WARNING',
        group: 'network-quality-warning-raised',
        name: 'high-rtt',
        sdk_edge: { metric },
      }),
    ];
    const text = timeline(events, stored({ timestamp: '2026-11-20T11:58:59Z' }));
    expect(text.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['TIME (UTC)', 'SECONDS', 'LEVEL', 'EDGE', 'EVENT', 'DETAIL'],
      ['2026-11-20T11:59:00.000Z', '+1.000', 'INFO', 'sdk_edge', 'connection/accepted-by-remote'],
      [
        '2026-11-20T12:00:01.250Z',
        '+62.250',
        'WARNING',
        'sdk_edge',
        'network-quality-warning-raised/high-rtt',
        'threshold 400, values [401,520.5]',
      ],
    ]);
  });
});
