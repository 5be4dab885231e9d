import { expect, it } from 'vitest';
import { errorText } from '../../web/error-text.ts';

it.each([
  [31005, 'Error sent from gateway in HANGUP', 'Connection error: Error sent from gateway in HANGUP'],
  [
    31005,
    'ConnectionError (31005): Error sent from gateway in HANGUP',
    'Connection error: Error sent from gateway in HANGUP',
  ],
  [31005, 'Connection error.', 'Connection error'],
  [31005, 'error 31005', 'Connection error'],
  [31005, undefined, 'Connection error'],
  [53405, 'ConnectionError (53405): Media connection failed.', 'Media connection failed'],
  [31005, 'ConnectionError (31003): timed out', 'ConnectionError (31003): timed out'],
  [31000, '通話が切断されました', 'Unknown Error: 通話が切断されました'],
  [99999, 'Something else', 'Something else'],
  [undefined, 'Something else', 'Something else'],
  [undefined, undefined, ''],
  [99999, undefined, ''],
] as const)('says of %s with the message %j: %j', (code, message, text) => {
  expect(errorText({ ...(code !== undefined && { code }), ...(message !== undefined && { message }) })).toBe(text);
});
