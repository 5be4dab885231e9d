import { describe, expect, it } from 'vitest';
import type { StoredSummary } from '../../families/call-summary/item.ts';
import { storedLegs } from '../../operations/stored-legs.ts';

/** Summaries that name parents, by call; and how often each was asked for. */
function summariesOf(parents: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const stored = (callSid: string): StoredSummary => ({
    event: {
      id: callSid,
      type: 'any',
      data: { call_sid: callSid, parent_call_sid: parents[callSid], properties: { direction: 'outbound_dial' } },
    },
    started: '2026-11-20T11:59:00.000Z',
    startedId: `2026-11-20T11:59:00.000Z#${callSid}`,
    rank: '1',
  });
  return {
    asked,
    summaryOf: async (callSid: string) => {
      asked.push(callSid);
      return callSid in parents ? stored(callSid) : undefined;
    },
    childrenOf: async (callSid: string) =>
      Object.keys(parents)
        .filter((child) => parents[child] === callSid)
        .map(stored),
  };
}

const legs = async (callSid: string, parents: Readonly<Record<string, string>>) => {
  const summaries = summariesOf(parents);
  const found = await storedLegs(callSid, summaries);
  return { calls: [...found.keys()].toSorted(), asked: summaries.asked };
};

describe('legs that summaries name', () => {
  it('are asked for once, also where calls are each other’s parents', async () => {
    expect(await legs('A', { A: 'B', B: 'C', C: 'A' })).toEqual({ calls: ['A', 'B', 'C'], asked: ['A', 'B', 'C'] });
    expect(await legs('A', { A: 'A' })).toEqual({ calls: ['A'], asked: ['A'] });
  });

  it('are none where no summary names the call, and its children where those do', async () => {
    expect((await legs('A', {})).calls).toEqual([]);
    expect((await legs('A', { B: 'A', C: 'B' })).calls).toEqual(['A', 'B', 'C']);
  });

  it('do not lead to what is hidden, or to nothing', async () => {
    for (const parent of ['[redacted]', '', 'unknown_call']) {
      expect(await legs('A', { A: parent })).toEqual({ calls: ['A'], asked: ['A'] });
    }
  });

  it('are too many for a timeline from 51 on', async () => {
    const children = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}`, 'A']));
    expect((await legs('A', { A: '', ...children(49) })).calls).toHaveLength(50);
    await expect(legs('A', { A: '', ...children(50) })).rejects.toThrow('A has more than 50 legs');
  });
});
