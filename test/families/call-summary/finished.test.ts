import { describe, expect, it } from 'vitest';
import { COMPLETE, PARTIAL } from '../../../families/call-summary/facts.ts';
import { finishedCall } from '../../../families/call-summary/finished.ts';
import { rankOf } from '../../../families/call-summary/rank.ts';
import { summaryCloudEvent } from '../../../samples/call-summary.ts';
import { SUMMARY_DOCUMENT } from '../../../samples/documents.ts';

const counted = (data: Record<string, unknown> = {}) => finishedCall(summaryCloudEvent({}, data));

describe('what is counted of a call', () => {
  it('is counted of a summary that is final', () => {
    expect(counted()).toMatchObject({ type: 'carrier', state: 'completed', isBad: false, tags: [], pddMs: 1_240 });
    expect(finishedCall(summaryCloudEvent({ type: PARTIAL }, { processing_state: 'partial' }))).toBeUndefined();
    const document = { id: 'EZ', type: SUMMARY_DOCUMENT.type, data: JSON.parse(SUMMARY_DOCUMENT.data) };
    expect(finishedCall(document)).toBeUndefined();
  });

  it('is a tag once for an edge, and one of the whole call where no edge has it', () => {
    const finished = counted({
      tags: ['high_jitter', 'silence'],
      carrier_edge: { metrics: { inbound: { tags: ['high_jitter'] }, outbound: { tags: ['high_jitter'] } } },
      sdk_edge: { metrics: { inbound: { tags: ['high_jitter'], mos: { avg: 3.1 } } } },
    });
    expect(finished).toMatchObject({ isBad: true, mos: 3.1 });
    expect(finished?.tags).toEqual([
      { edge: 'carrier_edge', tag: 'high_jitter' },
      { edge: 'sdk_edge', tag: 'high_jitter' },
      { edge: '(call)', tag: 'silence' },
    ]);
  });

  it('has no name that is in no list, since each is a dimension that costs money', () => {
    const finished = counted({
      call_type: 'smoke_signal',
      call_state: 'vanished',
      tags: ['of-customer-17', 'of-customer-18'],
    });
    expect(finished).toMatchObject({ type: '(other)', state: '(other)', tags: [{ edge: '(call)', tag: '(other)' }] });
  });

  it('is bad where the call failed without a tag, and has no delay or score that nobody measured', () => {
    const finished = counted({ call_state: 'fail', properties: { pdd_ms: 0 } });
    expect(finished).toMatchObject({ state: 'fail', isBad: true });
    expect(finished).not.toHaveProperty('pddMs');
    expect(finished).not.toHaveProperty('mos');
  });

  it('is counted once: not where the row that was there was final too', () => {
    const finished = counted();
    expect(finished?.isFirst(undefined)).toBe(true);
    expect(finished?.isFirst(rankOf(summaryCloudEvent({ type: PARTIAL }, { processing_state: 'partial' })))).toBe(true);
    expect(finished?.isFirst(rankOf(summaryCloudEvent({ type: COMPLETE })))).toBe(false);
  });
});
