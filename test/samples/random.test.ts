import { describe, expect, it } from 'vitest';
import { createRandom } from '../../samples/random.ts';

const draw = (...seeds: Parameters<typeof createRandom>) => {
  const random = createRandom(...seeds);
  return Array.from({ length: 5 }, () => random.next());
};

describe('createRandom', () => {
  it('gives the same values for the same seeds, and others for any other seed', () => {
    expect(draw(1, 2, 3)).toEqual(draw(1, 2, 3));
    expect(new Set([draw(1, 2, 3), draw(2, 2, 3), draw(1, 3, 3), draw(1, 2, 4)].flat()).size).toBe(20);
  });

  it('spreads evenly from 0 up to, but not including, 1', () => {
    const random = createRandom(7);
    const counts = new Array<number>(10).fill(0);
    for (let draws = 0; draws < 100_000; draws += 1) {
      const tenth = Math.floor(random.next() * 10);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    expect(counts).toHaveLength(10);
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  it('draws whole numbers with both ends included', () => {
    const random = createRandom(7);
    const drawn = new Set(Array.from({ length: 200 }, () => random.integer(3, 5)));
    expect([...drawn].sort()).toEqual([3, 4, 5]);
  });

  it('draws values as often as their weights say', () => {
    const random = createRandom(7);
    const drawn = Array.from({ length: 10_000 }, () =>
      random.weighted([
        ['often', 9],
        ['seldom', 1],
        ['never', 0],
      ]),
    );
    const seldom = drawn.filter((value) => value === 'seldom').length;
    expect(seldom).toBeGreaterThan(900);
    expect(seldom).toBeLessThan(1_100);
    expect(drawn).not.toContain('never');
  });

  it('makes SIDs of two letters and 32 lower-case hexadecimal digits', () => {
    expect(createRandom(7).sid('CA')).toMatch(/^CA[0-9a-f]{32}$/);
  });

  it('refuses to choose from nothing', () => {
    expect(() => createRandom(7).pick([])).toThrow('nothing to choose from');
  });
});
