import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { createPageTokens } from '../../../lambda/api/page-token.ts';
import { createPageTokenKeys, type KeyVersion } from '../../../lambda/api/page-token-keys.ts';

const Place = z.object({ callSid: z.string(), sortKey: z.string() });
const PLACE = { callSid: 'CA-of-another-account', sortKey: '2026-11-20T10:00:00.000Z#id' };
const MINUTE_MS = 60_000;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a page token', () => {
  const tokens = createPageTokens(['key'], ['latest', [], null], Place);

  it('is read again, and says nothing of its place to anybody else', () => {
    const token = tokens.write(PLACE);
    expect(tokens.read(token)).toEqual(PLACE);
    const [place = ''] = token.split('.');
    expect(Buffer.from(place, 'base64url').toString('latin1')).not.toMatch(/CA-of|2026/);
  });

  it('of the longest keys there are, spelt in escapes, is read again', () => {
    const longest = { callSid: '\u0001'.repeat(2_048), sortKey: '\u0001'.repeat(1_024) };
    const places = createPageTokens(['key'], ['latest', [], null], z.array(Place));
    // Each level can have an event at one key of the index.
    const place = Array.from({ length: 5 }, () => longest);
    expect(places.read(places.write(place))).toEqual(place);
  });

  it('is for its key, its question and its reader alone', () => {
    const token = tokens.write(PLACE);
    for (const others of [
      createPageTokens(['another key'], ['latest', [], null], Place),
      createPageTokens(['key'], ['latest', [['Level', 'ERROR']], null], Place),
      createPageTokens(['key'], ['latest', [], ['AC1']], Place),
      createPageTokens(['key'], ['call', [], null], Place),
    ]) {
      expect(() => others.read(token)).toThrow(/^PageToken: /);
    }
    expect(createPageTokens(['newer', 'key'], ['latest', [], null], Place).read(token)).toEqual(PLACE);
  });

  it.each([
    ['empty', ''],
    ['without a place', `.${'A'.repeat(43)}`],
    ['without a signature', 'A.'],
    ['with half a signature', 'A.A'],
    ['long', `${'A'.repeat(100_000)}.${'A'.repeat(43)}`],
    ['made up', `AAAA.${'A'.repeat(43)}`],
  ])('that is %s is none', (_what, token) => {
    expect(() => tokens.read(token)).toThrow(/^PageToken: /);
  });

  it('with one letter changed is none, also where the other letter stands for the same bits', () => {
    for (const sortKey of ['1', '12', '123']) {
      const token = tokens.write({ ...PLACE, sortKey });
      const lastOfThePlace = token.indexOf('.') - 1;
      for (const index of [0, 1, 50, lastOfThePlace, lastOfThePlace + 2, token.length - 1]) {
        const others = [...LETTERS].filter((letter) => letter !== token[index]);
        for (const changed of others.map((letter) => token.slice(0, index) + letter + token.slice(index + 1))) {
          expect(() => tokens.read(changed), changed).toThrow(/^PageToken: /);
        }
      }
    }
  });
});

describe('the key of page tokens', () => {
  function setUp() {
    const state = {
      now: 0,
      reads: 0,
      broken: false,
      current: { key: 'first', createdAtMs: 0 } as KeyVersion,
      previous: undefined as KeyVersion | undefined,
    };
    const troubles: unknown[] = [];
    const keys = createPageTokenKeys({
      readVersion: async (stage) => {
        state.reads += 1;
        if (state.broken) throw new Error('no answer');
        return stage === 'AWSCURRENT' ? state.current : state.previous;
      },
      clock: { now: () => state.now },
      onTrouble: (error) => void troubles.push(error),
    });
    return { state, troubles, keys };
  }

  it('is read once for five minutes, both of its versions', async () => {
    const { state, keys } = setUp();
    await Promise.all([keys(), keys()]);
    state.now = 5 * MINUTE_MS - 1;
    expect(await keys()).toEqual(['first']);
    expect(state.reads).toBe(2);
    state.now = 5 * MINUTE_MS;
    await keys();
    expect(state.reads).toBe(4);
  });

  it('that is new signs when every process knows it, and the one before is accepted all the while', async () => {
    const { state, keys } = setUp();
    state.now = 60 * MINUTE_MS;
    await keys();
    state.previous = state.current;
    state.current = { key: 'second', createdAtMs: state.now + 1 };
    state.now += 5 * MINUTE_MS;
    expect(await keys()).toEqual(['first', 'second']);
    state.now += 5 * MINUTE_MS + 1;
    expect(await keys()).toEqual(['second', 'first']);
    state.current = { key: 'second', createdAtMs: undefined };
    state.now += 5 * MINUTE_MS;
    expect(await keys()).toEqual(['second', 'first']);
  });

  it('goes on to count for an hour while it cannot be read, and trouble is told', async () => {
    const { state, troubles, keys } = setUp();
    await keys();
    state.broken = true;
    state.now = 6 * MINUTE_MS;
    expect(await keys()).toEqual(['first']);
    expect(troubles).toEqual([new Error('no answer')]);
    state.now = 60 * MINUTE_MS;
    await expect(keys()).rejects.toThrow('no answer');
  });
});
