import { describe, expect, it } from 'vitest';
import { causeOf, withoutNumbers } from '../../../../families/call-event/causes/cause-of.ts';

const error = (code: unknown, message?: unknown) => ({ level: 'ERROR', sdk_edge: { error: { code, message } } });

describe('the cause of an event', () => {
  it('is its error code, whatever group and name say', () => {
    expect(causeOf({ ...error(31005, 'Connection error'), group: 'connection', name: 'error' })).toMatchObject({
      cause: 'code:31005',
      code: 31005,
      group: 'connection',
      name: 'error',
      message: 'Connection error',
      isError: true,
    });
    expect(causeOf(error('53405')).cause).toBe('code:53405');
  });

  it('is group and name where there is no code', () => {
    expect(causeOf({ level: 'ERROR', group: 'get-user-media', name: 'denied' }).cause).toBe(
      'name:get-user-media/denied',
    );
    expect(causeOf({ level: 'ERROR', name: 'denied' }).cause).toBe('name:/denied');
    const warning = { level: 'warn', group: 'network-quality-warning-raised', name: 'high-jitter' };
    expect(causeOf(warning)).toMatchObject({
      cause: 'name:network-quality-warning-raised/high-jitter',
      isError: false,
    });
    expect(causeOf({ ...error(53405), ...warning })).toMatchObject({ cause: 'code:53405', isError: false });
  });

  it('is else the message without what differs from call to call', () => {
    const [one, other] = [5012, 4977].map((ms) => causeOf(error(null, `No answer of 10.0.0.${ms % 9} after ${ms} ms`)));
    expect(one?.cause).toBe(other?.cause);
    expect(withoutNumbers('session 0x9f3A of CA0123456789abcdef0123456789abcdef failed at us1')).toBe(
      'session # of # failed at us#',
    );
    expect(withoutNumbers('Connection failed')).toBe('Connection failed');
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300, {}, [], true, '__proto__'])(
    'has no code of %j',
    (code) => {
      expect(causeOf({ ...error(code), name: '__proto__' })).toMatchObject({
        cause: 'name:/__proto__',
        code: undefined,
      });
    },
  );

  it('is always a short text that a URL can carry', () => {
    for (const value of [{}, [], 7, null, '\ud800', 'x'.repeat(9_000), '']) {
      const { cause } = causeOf({ level: value, group: value, name: value, sdk_edge: { error: { message: value } } });
      expect(cause.isWellFormed()).toBe(true);
      expect(cause.length).toBeLessThan(600);
    }
    expect(causeOf({}).cause).toBe('message:');
  });
});
