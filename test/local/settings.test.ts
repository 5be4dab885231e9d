import { describe, expect, it } from 'vitest';
import { localSettings } from '../../local/settings.ts';
import { LEVELS } from '../../shared/level.ts';

it('has a default for everything', () => {
  expect(localSettings({})).toEqual({
    port: 3000,
    kinesisPort: 4567,
    dynamoDbPort: 8000,
    playSamples: true,
    accountSid: expect.stringMatching(/^AC[\da-f]{32}$/),
    authToken: expect.stringMatching(/^[\da-f]{32}$/),
    config: {
      retentionDays: 395,
      metricDays: 30,
      indexedLevels: ['ERROR', 'WARNING'],
      redactFields: [],
      partyLookup: true,
    },
  });
});

it('takes everything from the environment', () => {
  expect(
    localSettings({
      PORT: '0',
      KINESIS_PORT: '65535',
      DYNAMODB_PORT: '1',
      DATA_DIR: 'data',
      SAMPLES: 'off',
      ACCOUNT_SID: 'AC1',
      AUTH_TOKEN: 'token',
      RETENTION_DAYS: '0',
      METRIC_DAYS: '7',
      INDEXED_LEVELS: 'all',
      REDACT_FIELDS: 'sdk_edge.metadata.ip_address, name',
      PATH: '/usr/bin',
    }),
  ).toEqual({
    port: 0,
    kinesisPort: 65_535,
    dynamoDbPort: 1,
    dataDir: 'data',
    playSamples: false,
    accountSid: 'AC1',
    authToken: 'token',
    config: {
      retentionDays: 0,
      metricDays: 7,
      indexedLevels: LEVELS,
      redactFields: ['sdk_edge.metadata.ip_address', 'name'],
      partyLookup: true,
    },
  });
});

it('makes up a credential of its own for each run', () => {
  const [one, other] = [localSettings({}), localSettings({})];
  expect(one.accountSid).not.toBe(other.accountSid);
  expect(one.authToken).not.toBe(other.authToken);
});

describe('a wrong value', () => {
  const port = 'expected a port, 0 to 65535 (0 picks a free one)';

  it.each([
    ['PORT', 'http', port],
    ['PORT', '65536', port],
    ['KINESIS_PORT', '-1', port],
    ['DYNAMODB_PORT', '', port],
    ['DATA_DIR', '', 'expected a folder'],
    ['SAMPLES', 'yes', 'expected on or off'],
    ['ACCOUNT_SID', 'me', 'expected AC and 32 hexadecimal digits'],
    ['AUTH_TOKEN', '', 'expected a text'],
    ['RETENTION_DAYS', 'ever', 'expected a number of days, 0 to 36500 (0 keeps rows for ever)'],
    ['INDEXED_LEVELS', 'LOUD', 'expected all, or levels separated by commas: UNKNOWN, DEBUG, INFO, WARNING, ERROR'],
    ['REDACT_FIELDS', 'call_sid', 'call_sid cannot be redacted: keys, order or errors are made of it'],
  ])('of %s, %j, is named with what is allowed', (name, value, allowed) => {
    expect(() => localSettings({ [name]: value })).toThrow(new Error(`${name}=${JSON.stringify(value)}: ${allowed}`));
  });

  it('hides no other: each has its line', () => {
    expect(() => localSettings({ PORT: 'a', SAMPLES: 'b', RETENTION_DAYS: 'c' })).toThrow(
      /^PORT="a": .*\nSAMPLES="b": .*\nRETENTION_DAYS="c": .*$/,
    );
  });
});
