import { expect, it } from 'vitest';
import { nextTrouble, troublesOf } from '../../../web/call/error-steps.ts';
import { fitting, levelCounts, NO_FILTER } from '../../../web/call/event-filter.ts';
import { eventsCsv } from '../../../web/call/events-csv.ts';
import { placeEvents } from '../../../web/call/placed-events.ts';
import { apiEvent, at, sampleCall } from '../api-events.ts';

const EVENTS = ['DEBUG', 'ERROR', 'INFO', 'ERROR'].map((level, index) =>
  apiEvent({
    ...at(index),
    level,
    name: `n${index}`,
    sdk_edge: { error: level === 'ERROR' ? { message: 'ICE Failed' } : null },
  }),
);
const PLACED = placeEvents(EVENTS, { isAligned: false });

it('hides levels, and finds a part of anything that an event says', () => {
  expect(fitting(EVENTS, NO_FILTER)).toEqual([true, true, true, true]);
  expect(fitting(EVENTS, { hidden: new Set(['DEBUG', 'INFO']), text: '' })).toEqual([false, true, false, true]);
  expect(fitting(EVENTS, { hidden: new Set(), text: ' ice fail' })).toEqual([false, true, false, true]);
  expect(levelCounts(EVENTS).get('ERROR')).toBe(2);
});

it('goes from error to error in the order of time, and begins again at the end', () => {
  const troubles = troublesOf(PLACED);
  const next = (selected: number | undefined, by: 1 | -1) => nextTrouble(troubles, PLACED, selected, by);
  expect([next(undefined, 1), next(1, 1), next(3, 1), next(2, -1), next(1, -1)]).toEqual([1, 3, 1, 1, 3]);
  expect(nextTrouble([], PLACED, undefined, 1)).toBeUndefined();
});

it('goes from warning to warning where there are no errors', () => {
  const placed = placeEvents(sampleCall(8), { isAligned: false });
  expect(troublesOf(placed).map((index) => placed.events[index]?.level)).toEqual(['WARNING']);
});

it('writes every event as a line for a spreadsheet', () => {
  const [header, ...lines] = eventsCsv(PLACED).trim().split('\r\n');
  expect(header).toContain('timestamp,since_start_ms,call_sid,edge,level');
  expect(lines).toHaveLength(4);
  expect(lines[1]).toMatch(/^2026-11-20T11:59:00.001Z,1,CA\w+,SDK,ERROR,connection,n1,,ICE Failed,/);
});
