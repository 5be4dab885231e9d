import { describe, expect, it } from 'vitest';
import { fitting } from '../../../families/archive/fitting.ts';
import { callEventTable } from '../../../families/call-event/archive-table.ts';
import { ARRIVAL_MS, CONFIG, callCloudEvent } from '../../../samples/builders.ts';

const CONTEXT = { arrivalMs: ARRIVAL_MS, config: CONFIG };

describe('a value of a column', () => {
  it.each([
    ['int', 2 ** 31 - 1],
    ['int', -(2 ** 31)],
    ['double', 0.1],
    ['string', ''],
    ['doubles', [1, 2.5]],
    ['doubles', []],
    ['strings', ['a', '']],
    ['boolean', false],
  ] as const)('of type %s can be %j', (type, value) => {
    expect(fitting({ type }, value)).toEqual(value);
  });

  it.each([
    ['int', 2 ** 31],
    ['int', -(2 ** 31) - 1],
    ['int', 0.5],
    ['int', -0],
    ['int', '1'],
    ['double', -0],
    ['double', Number.POSITIVE_INFINITY],
    ['double', true],
    ['string', '\ud800'],
    ['string', 1],
    ['doubles', [1, null]],
    ['doubles', [-0]],
    ['strings', ['\ud800']],
    ['boolean', 'true'],
    ['timestamp', '2026-11-20T12:00:00+01:00'],
    ['timestamp', '2026-11-20T12:00:00.1Z'],
    ['timestamp', 'yesterday'],
  ] as const)('of type %s cannot be %j', (type, value) => {
    expect(fitting({ type }, value)).toBeUndefined();
  });

  it('is a time in either of the forms that Twilio writes', () => {
    expect(fitting({ type: 'timestamp' }, '2026-11-20T12:00:00Z')).toBe(ARRIVAL_MS);
    expect(fitting({ type: 'timestamp' }, '2026-11-20T12:00:00.000Z')).toBe(ARRIVAL_MS);
  });
});

describe('a row', () => {
  it('has a time that is written unusually as a time, and as it came', () => {
    const event = callCloudEvent({}, { timestamp: '2026-11-20 12:59:00.5+01' });
    expect(callEventTable.toRows(event, CONTEXT)).toMatchObject([
      { happened_at: ARRIVAL_MS - 59_500, other: '{"timestamp":"2026-11-20 12:59:00.5+01"}' },
    ]);
  });

  it('has the addresses of the one gateway that there is, and of several none', () => {
    const one = { sip_edge: { metadata: { twilio_ip: '192.0.2.1' } } };
    const other = { carrier_edge: { metadata: { twilio_ip: '192.0.2.2' } } };
    const [alone, beside] = [one, { ...one, ...other, edge: 'sip_edge' }].map(
      (edges) => callEventTable.toRows(callCloudEvent({}, { edge: null, sdk_edge: null, ...edges }), CONTEXT)[0],
    );
    expect(alone).toMatchObject({ media_edge: 'sip_edge', twilio_ip: '192.0.2.1', other: null });
    expect(beside).not.toHaveProperty('twilio_ip');
  });

  it('has the error of Conversation Relay as a copy', () => {
    const error = { error_code: 64_101, error_message: 'no text' };
    const event = callCloudEvent({}, { sdk_edge: null, conversation_relay_data: { error } });
    expect(callEventTable.toRows(event, CONTEXT)).toMatchObject([
      {
        error_code: 64_101,
        error_message: 'no text',
        other: JSON.stringify({ conversation_relay_data: { error } }),
      },
    ]);
  });
});
