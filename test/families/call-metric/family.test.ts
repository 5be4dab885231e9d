import { describe, expect, it } from 'vitest';
import { billedBytes, writeUnits } from '../../../bench/item-size.ts';
import { GATEWAY_METRICS, SDK_METRICS } from '../../../families/call-metric/facts.ts';
import { fromMetricItem } from '../../../families/call-metric/item.ts';
import { PERSONAL_PATHS } from '../../../families/redact-fields.ts';
import { decodeEvent } from '../../../lambda/ingest/decode.ts';
import { ACCOUNT_SID, ARRIVAL_MS, attributesOf, CALL_SID, CONFIG, eventId } from '../../../samples/builders.ts';
import { gatewayMetricData, metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';

const AT = '2026-11-20T11:30:10.250Z';

function rowsOf(event: unknown, config: Partial<typeof CONFIG> = {}) {
  const decoded = decodeEvent(event);
  if (!decoded.ok) throw new Error(decoded.detail);
  const { family, event: read, mismatches } = decoded.value;
  const outcome = family.outcome(read, { arrivalMs: ARRIVAL_MS, config: { ...CONFIG, ...config } });
  if (!outcome.ok) throw new Error(`${outcome.reason} ${outcome.detail}`);
  return { rows: outcome.value.rows, mismatches, callSids: family.callSids(read) };
}

function attributes(event: unknown, config: Partial<typeof CONFIG> = {}) {
  return rowsOf(event, config).rows.map(attributesOf);
}

function parts(event: unknown): (string | undefined)[] {
  return attributes(event).map(({ part }) => part?.S);
}

function refusalOf(event: unknown): string {
  const decoded = decodeEvent(event);
  if (!decoded.ok) return `${decoded.reason} ${decoded.detail}`;
  const outcome = decoded.value.family.outcome(decoded.value.event, { arrivalMs: ARRIVAL_MS, config: CONFIG });
  return outcome.ok ? 'none' : `${outcome.reason} ${outcome.detail}`;
}

describe('the row of a sample', () => {
  it('is in the partition of its call, by edge, time, direction and event', () => {
    const [row] = attributes(metricEvent());
    expect(row).toMatchObject({
      id: { S: CALL_SID },
      part: { S: `metric#sdk_edge#${AT}#both#${eventId(1)}` },
      event_id: { S: eventId(1) },
      event_type: { S: SDK_METRICS },
      event_time: { S: '2026-11-20T11:30:12.000Z' },
      schema_version: { N: '2' },
      account_sid: { S: ACCOUNT_SID },
      edge: { S: 'sdk_edge' },
      direction: { S: 'both' },
      timestamp: { S: AT },
    });
    expect(row).not.toHaveProperty('carrier_edge');
  });

  it.each(['inbound', 'outbound'] as const)('of a gateway says the direction %s', (direction) => {
    const event = metricEvent({ type: GATEWAY_METRICS }, gatewayMetricData({ edge: 'sip_edge', direction }));
    expect(parts(event)).toEqual([`metric#sip_edge#${AT}#${direction}#${eventId(1)}`]);
  });

  it('is read back as it came, but for nulls', () => {
    const data = gatewayMetricData({}, { part: 'mine', event_id: 'its', extra: { a: [1, 'two'] } });
    const [row] = attributes(metricEvent({ type: GATEWAY_METRICS }, data));
    const { client_edge: _client, sip_edge: _sip, sdk_edge: _sdk, ...kept } = data;
    expect(row && fromMetricItem(row)).toEqual({
      data: kept,
      place: { edge: 'carrier_edge', time: AT, direction: 'inbound' },
      part: `metric#carrier_edge#${AT}#inbound#${eventId(1)}`,
    });
  });

  it('is of the same bytes however often it comes, has no guard, and takes one or two write units', () => {
    const [one, other] = [rowsOf(metricEvent()).rows, rowsOf(structuredClone(metricEvent())).rows];
    expect(one).toEqual(other);
    expect(one[0]).not.toHaveProperty('guard');
    for (const type of [SDK_METRICS, GATEWAY_METRICS] as const) {
      const [row] = attributes(metricEvent({ type }));
      expect(row && writeUnits(billedBytes(row))).toBeLessThanOrEqual(2);
    }
  });

  it.each([
    [30, Date.parse('2026-12-21T00:00:00Z') / 1000],
    [1, Date.parse('2026-11-22T00:00:00Z') / 1000],
  ])('ends %i whole days after its arrival, whatever the other rows do', (metricDays, end) => {
    expect(attributes(metricEvent(), { metricDays, retentionDays: 0 })[0]?.expires_at).toEqual({ N: String(end) });
  });

  it('is kept for ever with 0 days', () => {
    expect(attributes(metricEvent(), { metricDays: 0 })[0]).not.toHaveProperty('expires_at');
  });
});

describe('a sample is filed', () => {
  it.each([
    ['another zone', '2026-11-20T12:30:10.250+01:00', AT],
    ['seconds', '2026-11-20T11:30:10Z', '2026-11-20T11:30:10.000Z'],
    ['no time of its own', undefined, '2026-11-20T11:30:12.000Z'],
    ['what is no time', 'soon', '2026-11-20T11:30:12.000Z'],
  ])('by UTC with milliseconds, or the time of its event: %s', (_what, timestamp, time) => {
    expect(parts(metricEvent({}, sdkMetricData({ timestamp })))).toEqual([
      `metric#sdk_edge#${time}#both#${eventId(1)}`,
    ]);
  });

  it.each([
    ['the edge it says', { edge: 'carrier_edge' }, 'carrier_edge'],
    ['unknown_edge where it says so, whatever object it has', { edge: 'unknown_edge' }, 'unknown_edge'],
    ['the only edge it has an object of', { edge: null }, 'sdk_edge'],
    ['the same where the edge is a location', { edge: 'ashburn' }, 'sdk_edge'],
    ['unknown_edge where it has several', { edge: '', sip_edge: { codec: 0 } }, 'unknown_edge'],
    ['unknown_edge where it has none', { edge: 5, sdk_edge: null }, 'unknown_edge'],
  ])('under %s', (_what, members, edge) => {
    expect(parts(metricEvent({}, sdkMetricData(members)))).toEqual([`metric#${edge}#${AT}#both#${eventId(1)}`]);
  });

  it.each([
    ['BOTH', 'both'],
    [null, 'unknown'],
    ['sideways', 'unknown'],
    [7, 'unknown'],
  ])('under a direction of Twilio’s, %j as %s', (direction, filed) => {
    expect(parts(metricEvent({}, sdkMetricData({ direction })))).toEqual([
      `metric#sdk_edge#${AT}#${filed}#${eventId(1)}`,
    ]);
  });
});

describe('several samples at once', () => {
  const second = (n: number) => sdkMetricData({ timestamp: `2026-11-20T11:30:1${n}.000Z` });
  const ten = Array.from({ length: 10 }, (_sample, n) => second(n));
  const tenParts = ten.map(({ timestamp }, n) => `metric#sdk_edge#${timestamp}#both#${eventId(1)}-${n}`);

  it.each([
    ['a list', ten],
    ['a list as JSON text', JSON.stringify(ten)],
    ['an object that holds a list', { group: 'call-quality-stats', name: 'call-metric-event', payload: ten }],
  ])('are a row each: %s', (_what, data) => {
    expect(parts(metricEvent({}, data))).toEqual(tenParts);
  });

  it('are rows of their own where all say the same, and of one of them the place is in the key too', () => {
    expect(parts(metricEvent({}, [second(1), second(1)]))).toEqual([
      `metric#sdk_edge#2026-11-20T11:30:11.000Z#both#${eventId(1)}-0`,
      `metric#sdk_edge#2026-11-20T11:30:11.000Z#both#${eventId(1)}-1`,
    ]);
    expect(parts(metricEvent({}, [second(1)]))).toEqual([
      `metric#sdk_edge#2026-11-20T11:30:11.000Z#both#${eventId(1)}-0`,
    ]);
  });

  it('have what the object around them says, where they say nothing themselves', () => {
    const { payload, ...around } = { ...sdkMetricData(), payload: [{ mos: 4.2 }, { call_sid: 'CA2', mos: 4.1 }] };
    const rows = rowsOf(metricEvent({}, { ...around, payload }));
    expect(rows.callSids).toEqual([CALL_SID, 'CA2']);
    expect(rows.rows.map(attributesOf).map(({ id, mos }) => [id?.S, mos?.N])).toEqual([
      [CALL_SID, '4.2'],
      ['CA2', '4.1'],
    ]);
  });

  it('have no copies of what is long around them, which the first alone keeps', () => {
    const payload = Array.from({ length: 1_900 }, () => ({ mos: 4.2 }));
    const { rows } = rowsOf(metricEvent({}, { ...sdkMetricData(), note: 'y'.repeat(100_000), payload }));
    expect(rows).toHaveLength(1_900);
    expect(rows[0]?.bytes).toBeGreaterThan(100_000);
    expect(rows.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(2_000_000);
  });

  it('count a path that differs from the schema once', () => {
    const odd = sdkMetricData({ sdk_edge: { interval: { jitter: 9 } } });
    expect(rowsOf(metricEvent({}, [odd, odd])).mismatches).toEqual(['sdk_edge.interval.jitter']);
  });
});

describe('what cannot be a row', () => {
  it.each<[string, unknown, string]>([
    ['nothing', null, 'no-data data: expected a sample or a list of them, found null'],
    ['an empty list', [], 'no-data data: expected a sample or a list of them, found an empty list'],
    ['a list of something else', [sdkMetricData(), 5], 'no-data data[1]: expected an object, found a number'],
    ['text that is no JSON', '{', 'not-json data, a text, is not JSON (at position 1)'],
    ['no call', {}, 'no-call-sid data.call_sid: expected a text that is not empty, found nothing'],
    [
      'no call of one of several',
      [sdkMetricData(), sdkMetricData({ call_sid: '' })],
      'no-call-sid data[1].call_sid: expected a text that is not empty, found an empty text',
    ],
    [
      'a call that is no call',
      sdkMetricData({ call_sid: `CF${'0'.repeat(32)}` }),
      'no-call-sid data.call_sid: is the SID of a conference',
    ],
    [
      'a call that is a row of the page',
      sdkMetricData({ call_sid: 'page#views' }),
      'no-call-sid data.call_sid: begins with page#',
    ],
    [
      'a call that is too long',
      sdkMetricData({ call_sid: 'C'.repeat(2_049) }),
      'key-too-long call_sid: 2049 bytes, DynamoDB holds a key of 2048',
    ],
    [
      'too many samples',
      Array.from({ length: 2_001 }, () => ({})),
      'too-many-events data: a list of 2001 samples, of 2000 allowed',
    ],
  ])('goes to quarantine with a reason: %s', (_what, data, reason) => {
    expect(refusalOf(metricEvent({}, data))).toBe(reason);
  });

  it('has no time at all, neither in the sample nor around it', () => {
    const event = { ...metricEvent({}, sdkMetricData({ timestamp: 'x' })), time: undefined };
    expect(refusalOf(event)).toBe(
      'no-time data.timestamp: expected an ISO 8601 time, found another text; time: nothing',
    );
  });

  it('has an id that is too long for a key', () => {
    expect(refusalOf(metricEvent({ id: 'E'.repeat(1_000) }))).toMatch(/^key-too-long id, with the time: \d+ bytes/);
  });
});

it('what describes a person is hidden, and the key stays as it was', () => {
  const [row] = rowsOf(metricEvent(), { redactFields: PERSONAL_PATHS }).rows;
  expect(row?.json).not.toMatch(/alice|198\.51|Chicago|41\.88|"IL"/);
  expect(row?.json).toContain('voice-js');
  const hidden = rowsOf(metricEvent(), { redactFields: ['edge', 'direction', 'sdk_edge'] }).rows[0];
  expect(hidden?.key).toBe(row?.key);
});

it('a sample of the documents conforms to the schema, and what is of another type is counted by its path', () => {
  for (const type of [SDK_METRICS, GATEWAY_METRICS] as const)
    expect(rowsOf(metricEvent({ type })).mismatches).toEqual([]);
  const odd = sdkMetricData({ edge: 5, sdk_edge: { interval: { mos: 'good', packets_lost: 0.5 }, metadata: [] } });
  expect(rowsOf(metricEvent({}, odd)).mismatches).toEqual([
    'edge',
    'sdk_edge.interval.packets_lost',
    'sdk_edge.interval.mos',
    'sdk_edge.metadata',
  ]);
});
