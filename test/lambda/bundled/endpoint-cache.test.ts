import { describe, expect, it } from 'vitest';
import EndpointCache from '../../../lambda/bundled/endpoint-cache.ts';

describe('the cache of endpoints', () => {
  it('is used as the SDK uses the package that it stands for', () => {
    const cache = new EndpointCache<string[]>(1_000);
    expect([cache.has('key'), cache.get('key'), cache.peek('key')]).toEqual([false, undefined, undefined]);
    cache.set('key', ['endpoint']);
    expect([cache.has('key'), cache.get('key'), cache.peek('key')]).toEqual([true, ['endpoint'], ['endpoint']]);
    cache.clear();
    expect(cache.has('key')).toBe(false);
  });
});
