import { describe, expect, it } from 'vitest';
import { basicCredential, createCredentials, parseCredentials, readerOf } from '../../../lambda/api/credentials.ts';

const SECRET = { accountSid: 'AC1', authToken: 'token' };
const MINUTE_MS = 60_000;

describe('the secret', () => {
  it('holds the credential that was generated, and those that people added', () => {
    const more = [{ sid: 'SK1', secret: 'sixteen-letters!' }];
    expect(parseCredentials(JSON.stringify(SECRET))).toEqual([{ sid: 'AC1', secret: 'token' }]);
    expect(parseCredentials(JSON.stringify({ ...SECRET, more, note: 'x' }))).toEqual([
      { sid: 'AC1', secret: 'token' },
      ...more,
    ]);
  });

  it('may say which accounts a credential reads', () => {
    const accounts = [`AC${'0'.repeat(32)}`, `AC${'1'.repeat(32)}`];
    const more = [{ sid: 'SK1', secret: 'sixteen-letters!', accounts, note: 'of the support team' }];
    const known = parseCredentials(JSON.stringify({ ...SECRET, more }));
    expect(readerOf({ sid: 'SK1', secret: 'sixteen-letters!' }, known)).toEqual({ sid: 'SK1', accounts });
    expect(readerOf({ sid: 'AC1', secret: 'token' }, known)).toEqual({ sid: 'AC1' });
    const limited = parseCredentials(JSON.stringify({ ...SECRET, accounts }));
    expect(readerOf({ sid: 'AC1', secret: 'token' }, limited)).toEqual({ sid: 'AC1', accounts });
  });

  it.each([
    ['no account', { accounts: [] }, 'more.0.accounts'],
    ['a text', { accounts: 'AC1' }, 'more.0.accounts'],
    ['something that is no account SID', { accounts: ['AC1'] }, 'more.0.accounts.0'],
    ['an account SID in upper case', { accounts: [`AC${'A'.repeat(32)}`] }, 'more.0.accounts.0'],
    ['accounts under another name', { account: [`AC${'0'.repeat(32)}`] }, 'more.0'],
    ['accounts in another case', { Accounts: [`AC${'0'.repeat(32)}`] }, 'more.0'],
    ['accounts under a name that is spelt wrong', { acounts: [`AC${'0'.repeat(32)}`] }, 'more.0'],
    ['an account alone, under any name', { only: `AC${'0'.repeat(32)}` }, 'more.0'],
  ])('that lets a credential read %s is refused: it would read all or nothing', (_what, members, path) => {
    const more = [{ sid: 'SK1', secret: 'sixteen-letters!', ...members }];
    expect(() => parseCredentials(JSON.stringify({ ...SECRET, more }))).toThrow(
      new Error(`the credentials secret has an invalid format, see ${path}`),
    );
  });

  it('that limits the credential that was generated under another name is refused, too', () => {
    for (const members of [{ Accounts: [] }, { acounts: [`AC${'0'.repeat(32)}`] }]) {
      expect(() => parseCredentials(JSON.stringify({ ...SECRET, ...members }))).toThrow(/see the whole$/);
    }
    expect(parseCredentials(JSON.stringify({ ...SECRET, note: 'of all' }))).toHaveLength(1);
  });

  it.each([
    ['not JSON', 'the-token-itself', 'the whole'],
    ['a list', '["the-token-itself"]', 'the whole'],
    ['no token', '{"accountSid":"AC1"}', 'authToken'],
    ['an empty token', '{"accountSid":"AC1","authToken":""}', 'authToken'],
    [
      'a key with a secret that is soon guessed',
      '{"accountSid":"AC1","authToken":"x","more":[{"sid":"SK1","secret":"short"}]}',
      'more.0.secret',
    ],
    ['a key without its secret', '{"accountSid":"AC1","authToken":"x","more":[{"sid":"SK1"}]}', 'more.0.secret'],
  ])('that is %s is named by its paths, not by what is in it', (_what, secret, path) => {
    expect(() => parseCredentials(secret)).toThrow(
      new Error(`the credentials secret has an invalid format, see ${path}`),
    );
  });
});

describe('a check', () => {
  function setUp() {
    const state = { secret: JSON.stringify(SECRET), now: 0, reads: 0, broken: false };
    const troubles: unknown[] = [];
    const credentials = createCredentials({
      readSecret: async () => {
        state.reads += 1;
        if (state.broken) throw new Error('no answer');
        return state.secret;
      },
      clock: { now: () => state.now },
      onTrouble: (error) => void troubles.push(error),
    });
    return {
      state,
      troubles,
      check: async (secret: string, sid = 'AC1') => (await credentials.check({ sid, secret })) !== undefined,
    };
  }

  it('lets the right pair in and nothing near it', async () => {
    const { check } = setUp();
    expect(await check('token')).toBe(true);
    for (const wrong of ['', 'toke', 'tokens', 'TOKEN', 'token\u0000']) expect(await check(wrong)).toBe(false);
    expect(await check('token', 'AC2')).toBe(false);
    expect(await check('', 'AC1:token')).toBe(false);
  });

  it('reads the secret once for five minutes, however many ask at once', async () => {
    const { state, check } = setUp();
    await Promise.all([check('token'), check('token'), check('token')]);
    state.now = 5 * MINUTE_MS - 1;
    await check('token');
    expect(state.reads).toBe(1);
    state.now = 5 * MINUTE_MS;
    await check('token');
    expect(state.reads).toBe(2);
  });

  it('knows a credential that was added within half a minute, and asks for unknown ones twice a minute at most', async () => {
    const { state, check } = setUp();
    await check('token');
    state.secret = JSON.stringify({ ...SECRET, more: [{ sid: 'SK1', secret: 'sixteen-letters!' }] });
    state.now = MINUTE_MS / 2 - 1;
    expect(await check('sixteen-letters!', 'SK1')).toBe(false);
    state.now = MINUTE_MS / 2;
    expect(await check('sixteen-letters!', 'SK1')).toBe(true);
    expect(state.reads).toBe(2);
    for (let n = 0; n < 10; n += 1) expect(await check('wrong')).toBe(false);
    expect(state.reads).toBe(2);
    state.now = MINUTE_MS;
    expect(await check('wrong')).toBe(false);
    expect(state.reads).toBe(3);
  });

  it('forgets a credential that was taken away, after five minutes', async () => {
    const { state, check } = setUp();
    await check('token');
    state.secret = JSON.stringify({ ...SECRET, authToken: 'rotated' });
    state.now = 5 * MINUTE_MS;
    expect(await check('token')).toBe(false);
    expect(await check('rotated')).toBe(true);
  });

  it('goes on with what it knows for an hour while the secret cannot be read, says so, and tries again soon', async () => {
    const { state, check, troubles } = setUp();
    state.broken = true;
    await expect(check('token')).rejects.toThrow('no answer');
    state.broken = false;
    expect(await check('token')).toBe(true);
    state.broken = true;
    state.now = 6 * MINUTE_MS;
    expect(await check('token')).toBe(true);
    expect(await check('wrong')).toBe(false);
    expect(troubles).toEqual([new Error('no answer')]);
    state.broken = false;
    state.secret = JSON.stringify({ ...SECRET, authToken: 'rotated' });
    state.now = 6.5 * MINUTE_MS;
    expect(await check('token')).toBe(false);
    expect(await check('rotated')).toBe(true);
    state.secret = 'not JSON,';
    state.now = 60 * MINUTE_MS;
    expect(await check('rotated')).toBe(true);
    expect(troubles).toHaveLength(2);
    state.now = 66.5 * MINUTE_MS;
    await expect(check('rotated')).rejects.toThrow('the credentials secret has an invalid format');
  });
});

describe('a header of HTTP Basic', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

  it('has a SID and a secret, which may have colons', () => {
    expect(basicCredential(basic('AC1:a:b'))).toEqual({ sid: 'AC1', secret: 'a:b' });
    expect(basicCredential(basic(':'))).toEqual({ sid: '', secret: '' });
  });

  it.each([undefined, '', 'Basic', 'Basic ', 'Bearer QUM6eA==', basic('no colon'), 'Basic %%%', `${basic('a:b')} x`])(
    'is none where it is %j',
    (header) => {
      expect(basicCredential(header)).toBeUndefined();
    },
  );
});
