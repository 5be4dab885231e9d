import type { CauseCount } from '../../../families/call-event/causes/causes-answer.ts';

/** A cause as the API counts it. */
export function causeCount(members: Partial<CauseCount> = {}): CauseCount {
  return {
    cause: 'code:31005',
    error_code: 31_005,
    group: 'connection',
    name: 'error',
    message: null,
    level: 'ERROR',
    events: 10,
    calls: 10,
    share: null,
    first_seen: '2026-11-20T09:00:00.000Z',
    last_seen: '2026-11-20T10:00:00.000Z',
    state: 'steady',
    events_before: 10,
    volume: [4, 6],
    shared: [],
    latest: { call_sid: 'CA1', timestamp: '2026-11-20T10:00:00.000Z', name: 'error' },
    ...members,
  };
}
