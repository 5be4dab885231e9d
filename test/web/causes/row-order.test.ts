import { expect, it } from 'vitest';
import { inShownOrder, ordered } from '../../../web/causes/row-order.ts';
import { causeCount } from './cause-count.ts';

const keysOf = (causes: readonly { cause: string }[]) => causes.map(({ cause }) => cause);
const warning = causeCount({ cause: 'w', level: 'WARNING', calls: 900, first_seen: '2026-11-20T10:00:00.000Z' });
const few = causeCount({ cause: 'few', calls: 3, events: 90, last_seen: '2026-11-20T11:00:00.000Z' });
const many = causeCount({ cause: 'many', calls: 30, events: 40, last_seen: '2026-11-20T10:30:00.000Z' });

it('errors stand before warnings, unusual ones on top, then those of most calls', () => {
  const spike = causeCount({ cause: 'spike', state: 'spike', calls: 12, events: 12 });
  const once = causeCount({ cause: 'once', state: 'new', calls: 1, events: 1 });
  expect(keysOf(ordered([warning, once, many, spike], 'weight'))).toEqual(['spike', 'many', 'once', 'w']);
  expect(keysOf(ordered([warning, few, many], 'weight'))).toEqual(['many', 'few', 'w']);
});

it('causes can be ordered by what somebody chooses', () => {
  expect(keysOf(ordered([warning, few, many], 'calls'))).toEqual(['w', 'many', 'few']);
  expect(keysOf(ordered([many, few], 'events'))).toEqual(['few', 'many']);
  expect(keysOf(ordered([many, few], 'last'))).toEqual(['few', 'many']);
  expect(keysOf(ordered([many, warning], 'first'))).toEqual(['w', 'many']);
});

it('nothing that is shown moves while it must not, and what is new stands behind', () => {
  const grown = { ...few, calls: 500 };
  const added = causeCount({ cause: 'new', calls: 999 });
  expect(keysOf(inShownOrder([added, grown, many], ['many', 'few']))).toEqual(['many', 'few', 'new']);
  expect(keysOf(inShownOrder([grown], ['many', 'few']))).toEqual(['few']);
});
