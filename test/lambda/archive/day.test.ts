import { expect, it } from 'vitest';
import { callSummaryTable } from '../../../families/call-summary/archive-table.ts';
import { COMPLETE, PARTIAL } from '../../../families/call-summary/facts.ts';
import { dayOf } from '../../../lambda/archive/day.ts';
import { CALL_SID, CONFIG } from '../../../samples/builders.ts';

const CREATED = '2026-11-19T23:59:50Z';

it('files all versions of a call under one day, whether they know its start or not, and whenever they come', () => {
  const version = (type: string, start_time: string | null, arrival: string) => {
    const event = { id: `EZ${type}`, type, data: { call_sid: CALL_SID, created_time: CREATED, start_time } };
    return callSummaryTable.toRows(event, { arrivalMs: Date.parse(arrival), config: CONFIG });
  };
  const rows = [
    ...version(PARTIAL, null, '2026-11-20T00:10:00Z'),
    ...version(COMPLETE, '2026-11-20T00:00:05Z', '2026-11-20T00:40:00Z'),
    ...version(COMPLETE, '2026-11-20T00:00:05Z', '2026-11-21T00:40:00Z'),
  ];
  expect(rows.map((row) => dayOf(callSummaryTable.layout, row))).toEqual(Array(3).fill('2026-11-19'));
});
