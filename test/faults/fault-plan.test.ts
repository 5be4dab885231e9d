import { describe, expect, it } from 'vitest';
import { type Call, createFaultPlan, FAULT_KINDS, type Fault } from './fault-plan.ts';

const BATCH: Call = { operation: 'BatchWriteItem', requests: 25 };
const PUT: Call = { operation: 'PutItem', requests: 0 };

function faults(call: Call, { seed = 1, share = 1, calls = 22 } = {}): (Fault | undefined)[] {
  const plan = createFaultPlan({ seed, share });
  return Array.from({ length: calls }, () => plan(call));
}

describe('a fault plan', () => {
  it('is the same for the same seed and calls, and another for another seed', () => {
    expect(faults(BATCH, { seed: 7 })).toEqual(faults(BATCH, { seed: 7 }));
    expect(faults(BATCH, { seed: 8 })).not.toEqual(faults(BATCH, { seed: 7 }));
  });

  it('makes the share of the calls fail that it is told to', () => {
    const failed = (share: number) =>
      faults(BATCH, { share, calls: 10_000 }).filter((fault) => fault !== undefined).length;
    expect(failed(0)).toBe(0);
    expect(failed(1)).toBe(10_000);
    expect(Math.abs(failed(0.2) - 2_000)).toBeLessThan(120);
  });

  it('has every kind in 22 faults', () => {
    for (const seed of [1, 2, 3]) {
      expect(new Set(faults(BATCH, { seed }).map((fault) => fault?.kind))).toEqual(new Set(FAULT_KINDS));
    }
  });

  it('holds some of a batch back, never all of it, and nothing of what is no batch', () => {
    const heldBack = faults(BATCH, { calls: 1_000 }).flatMap((fault) =>
      fault?.kind === 'unprocessed' ? [fault.heldBack] : [],
    );
    const sizes = heldBack.map(({ size }) => size);
    expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([1, 24]);
    expect(new Set(heldBack.flatMap((places) => [...places])).size).toBe(25);
    const kinds = faults(PUT, { calls: 1_000 }).map((fault) => fault?.kind);
    expect(new Set(kinds)).toEqual(new Set(FAULT_KINDS).difference(new Set(['unprocessed'])));
  });
});
