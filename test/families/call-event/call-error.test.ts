import { describe, expect, it } from 'vitest';
import { callError, isError } from '../../../families/call-event/call-error.ts';

const SDK_ERROR = { sdk_edge: { error: { code: 31005, message: 'Connection error' } } };
const RELAY_ERROR = { conversation_relay_data: { error: { error_code: 64105, error_message: 'WebSocket ended' } } };
const NO_ERROR_OBJECTS = [
  {},
  { sdk_edge: {} },
  { sdk_edge: { error: {} } },
  { sdk_edge: { error: null } },
  { sdk_edge: { error: '' } },
  { sdk_edge: { error: { code: null, message: null } } },
  { sdk_edge: null, conversation_relay_data: { error: {} } },
  { conversation_relay_data: { error: { error_code: null } } },
  { sdk_edge: 'error', conversation_relay_data: [{ error: { error_code: 1 } }] },
  { error: { code: 31005 }, carrier_edge: { error: { code: 31005 } } },
];

describe('an error', () => {
  it.each(['ERROR', 'error', ' Error '])('is every event of level %j', (level) => {
    for (const data of NO_ERROR_OBJECTS) expect(isError({ level, ...data })).toBe(true);
  });

  it.each([undefined, null, 'UNKNOWN', 'FATAL', 3])('is an event of level %j that carries an error object', (level) => {
    expect(isError({ level, ...SDK_ERROR })).toBe(true);
    expect(isError({ level, ...RELAY_ERROR })).toBe(true);
    expect(isError({ level, sdk_edge: { error: { twilioError: 1 } } })).toBe(true);
    expect(isError({ level, sdk_edge: { error: 'lost' } })).toBe(true);
    for (const data of NO_ERROR_OBJECTS) expect(isError({ level, ...data })).toBe(false);
  });

  it.each(['DEBUG', 'INFO', 'info', 'WARN', 'WARNING'])('is no event of level %s, error object or not', (level) => {
    expect(isError({ level, ...SDK_ERROR, ...RELAY_ERROR })).toBe(false);
    expect(callError({ level, ...SDK_ERROR })).toEqual({ code: 31005, message: 'Connection error' });
  });
});

describe('what it says', () => {
  it.each([
    ['the SDK’s code and message', SDK_ERROR, { code: 31005, message: 'Connection error' }],
    ['Conversation Relay’s code and message', RELAY_ERROR, { code: 64105, message: 'WebSocket ended' }],
    ['the SDK’s, of both', { ...RELAY_ERROR, ...SDK_ERROR }, { code: 31005, message: 'Connection error' }],
    [
      'Conversation Relay’s where the SDK’s is empty',
      { ...RELAY_ERROR, sdk_edge: { error: {} } },
      { code: 64105, message: 'WebSocket ended' },
    ],
    [
      'the message as the official client reads it',
      { conversation_relay_data: { error: { error_code: 64105, message: 'ended' } } },
      { code: 64105, message: 'ended' },
    ],
    [
      'the documented message before the other',
      { conversation_relay_data: { error: { error_message: 'ended', message: 'no' } } },
      { message: 'ended' },
    ],
    [
      'the other message where the documented one is empty',
      { conversation_relay_data: { error: { error_message: '', message: 'ended' } } },
      { message: 'ended' },
    ],
    ['a code alone', { sdk_edge: { error: { code: 31600 } } }, { code: 31600 }],
    ['a message alone', { sdk_edge: { error: { message: 'lost' } } }, { message: 'lost' }],
    ['the code 0', { sdk_edge: { error: { code: 0 } } }, { code: 0 }],
    ['a code that came as text', { sdk_edge: { error: { code: '031005' } } }, { code: 31005 }],
    ['no code in text that is no number', { sdk_edge: { error: { code: '0x10' } } }, {}],
    ['no code in other types', { sdk_edge: { error: { code: [31005], message: 7 } } }, {}],
    ['nothing of an error that is a text', { sdk_edge: { error: 'lost' } }, {}],
    ['nothing of an error that is a list', { sdk_edge: { error: [{ code: 1 }] } }, {}],
  ])('is %s', (_what, data, expected) => {
    expect(callError(data)).toEqual(expected);
  });

  it('is nothing where no error object says anything', () => {
    for (const data of NO_ERROR_OBJECTS) expect(callError({ level: 'ERROR', ...data })).toBeUndefined();
  });
});
