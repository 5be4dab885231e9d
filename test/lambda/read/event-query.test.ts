import { describe, expect, it } from 'vitest';
import { type EventQuery, errorsUnlessLevels, eventFilter, levelsAskedFor } from '../../../lambda/read/event-query.ts';
import { ACCOUNT_SID, callCloudEvent } from '../../../samples/builders.ts';

const SDK_ERROR = { sdk_edge: { error: { code: 31_005 } } };

/** Whether an event of these data is among those that are asked for. */
function passes(query: EventQuery, data: Record<string, unknown>): boolean | undefined {
  return eventFilter(query)?.(callCloudEvent({}, data).data);
}

describe('what is asked for of events', () => {
  it.each<[EventQuery, Record<string, unknown>, Record<string, unknown>]>([
    [{ levels: ['ERROR', 'WARNING'] }, { level: 'warn' }, { level: 'INFO' }],
    [{ levels: ['UNKNOWN'] }, { level: null }, { level: 'error' }],
    [{ errorsOnly: true }, { level: 'error' }, { level: 'WARNING', ...SDK_ERROR }],
    [{ errorsOnly: true }, { level: 'FATAL', ...SDK_ERROR }, { level: 'FATAL' }],
    [{ edge: 'sdk_edge' }, { edge: 'ashburn', ...SDK_ERROR }, { edge: 'carrier_edge' }],
    [{ edge: 'sdk_edge' }, { edge: 'sdk_edge' }, { edge: null }],
    [{ edge: 'sdk_edge', orNoEdge: true }, { edge: null }, { edge: 'carrier_edge' }],
    [{ group: 'connection' }, { group: 'connection' }, { group: 7 }],
    [{ name: 'error' }, { name: 'error' }, { name: 'errors' }],
    [{ accounts: [ACCOUNT_SID] }, { account_sid: ACCOUNT_SID }, { account_sid: null }],
    [{ accounts: [ACCOUNT_SID] }, { account_sid: ACCOUNT_SID }, { account_sid: [ACCOUNT_SID] }],
  ])('%j lets through %j, and not %j', (query, listed, heldBack) => {
    expect([passes(query, listed), passes(query, heldBack)]).toEqual([true, false]);
  });

  it('of no account at all is no event', () => {
    expect(passes({ accounts: [] }, { account_sid: ACCOUNT_SID })).toBe(false);
  });

  it('has to be true all at once', () => {
    const query: EventQuery = { levels: ['ERROR'], group: 'connection', edge: 'sdk_edge' };
    const event = { level: 'ERROR', group: 'connection', edge: 'sdk_edge' };
    expect(passes(query, event)).toBe(true);
    for (const name of Object.keys(event)) expect(passes(query, { ...event, [name]: null }), name).toBe(false);
  });

  it.each<EventQuery>([{}, { levels: [] }, { edge: 'all' }, { edge: 'all', orNoEdge: true }, { from: '2026' }])(
    '%j is every event',
    (query) => {
      expect(eventFilter(query)).toBeUndefined();
    },
  );

  it('is about errors where it names no level, and errors have two', () => {
    expect(levelsAskedFor(errorsUnlessLevels({}))).toEqual(['ERROR', 'UNKNOWN']);
    expect(levelsAskedFor(errorsUnlessLevels({ levels: [] }))).toEqual(['ERROR', 'UNKNOWN']);
    expect(errorsUnlessLevels({ levels: ['INFO'] })).toEqual({ levels: ['INFO'] });
    expect(levelsAskedFor({ levels: ['INFO'] })).toEqual(['INFO']);
    expect(levelsAskedFor({})).toEqual([]);
  });
});
