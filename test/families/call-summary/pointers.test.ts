import { describe, expect, it } from 'vitest';
import type { SummaryCloudEvent } from '../../../families/call-summary/call-summary.ts';
import { partiesOf, pointerRows } from '../../../families/call-summary/pointers.ts';
import { ARRIVAL_MS, attributesOf, CALL_SID, CONFIG } from '../../../samples/builders.ts';
import { CALLEE, CALLER, summaryCloudEvent } from '../../../samples/call-summary.ts';
import { REDACTED } from '../../../shared/redacted.ts';

const DAY_S = 86_400;
const STARTED = '2026-11-20T11:30:02.000Z';
const PARENT = `CA${'f'.repeat(32)}`;
const PART = `${STARTED}#${CALL_SID}`;
const config = { ...CONFIG, partyLookup: true };

function rows(event: SummaryCloudEvent, context: Partial<Parameters<typeof pointerRows>[2]> = {}) {
  return pointerRows(event, STARTED, { arrivalMs: ARRIVAL_MS, config, ...context });
}

function keys(event: SummaryCloudEvent, context?: Parameters<typeof rows>[1]) {
  return rows(event, context).map((row) => {
    const { id, part } = attributesOf(row);
    return [id?.S, part?.S];
  });
}

describe('pointers to a call', () => {
  it('lead from each party, and from the parent', () => {
    expect(keys(summaryCloudEvent({}, { parent_call_sid: PARENT }))).toEqual([
      [CALLER, PART],
      [CALLEE, PART],
      [PARENT, `child#${CALL_SID}`],
    ]);
    expect(keys(summaryCloudEvent())).toHaveLength(2);
  });

  it('hold no more than that, are written without a guard and counted as no rows', () => {
    for (const row of rows(summaryCloudEvent())) {
      expect(Object.keys(attributesOf(row)).sort()).toEqual(['expires_at', 'id', 'part']);
      expect(row).toMatchObject({ isPointer: true });
      expect(row.guard).toBeUndefined();
    }
  });

  it('are one where both parties are the same, and none for what nobody said, hid or can ask for', () => {
    expect(keys(summaryCloudEvent({}, { to: { callee: CALLER } }))).toEqual([[CALLER, PART]]);
    for (const caller of ['', 'unknown_caller', REDACTED, null, 5, 'x'.repeat(2_049)]) {
      expect(keys(summaryCloudEvent({}, { from: { caller }, parent_call_sid: REDACTED }))).toEqual([[CALLEE, PART]]);
    }
    expect(partiesOf(summaryCloudEvent({}, { from: null, to: 'x' }))).toEqual([]);
  });

  it('lead from no party where nobody looks calls up by those, and still from the parent', () => {
    const off = { config: { ...config, partyLookup: false } };
    expect(keys(summaryCloudEvent({}, { parent_call_sid: PARENT }), off)).toEqual([[PARENT, `child#${CALL_SID}`]]);
  });

  it('outlive every version of their call, and are the same for all of them', () => {
    const early = rows(summaryCloudEvent());
    const late = rows(summaryCloudEvent({}, { processing_version: 9, duration: 5 }), {
      arrivalMs: ARRIVAL_MS + 29 * DAY_S * 1000,
    });
    expect(late.map(({ json }) => json)).toEqual(early.map(({ json }) => json));
    const [expires = 0] = early.map((row) => Number(attributesOf(row).expires_at?.N));
    expect(expires).toBeGreaterThan(ARRIVAL_MS / 1000 + (31 + config.retentionDays) * DAY_S);
    expect(expires).toBeLessThanOrEqual(ARRIVAL_MS / 1000 + (32 + config.retentionDays) * DAY_S);
  });

  it('of a call of years ago last from its arrival on, and without an end where rows are kept for ever', () => {
    const [row] = pointerRows(summaryCloudEvent(), '2020-07-23T22:56:28.000Z', { arrivalMs: ARRIVAL_MS, config });
    expect(row && Number(attributesOf(row).expires_at?.N)).toBeGreaterThan(ARRIVAL_MS / 1000);
    const [kept] = rows(summaryCloudEvent(), { config: { ...config, retentionDays: 0 } });
    expect(kept && attributesOf(kept)).not.toHaveProperty('expires_at');
  });
});
