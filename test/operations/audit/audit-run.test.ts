import { describe, expect, it } from 'vitest';
import { isError } from '../../../families/call-event/call-error.ts';
import { callEvents } from '../../../families/call-event/family.ts';
import { toItem } from '../../../families/call-event/item.ts';
import { eventOf } from '../../../families/family.ts';
import { decodeEvent } from '../../../lambda/ingest/decode.ts';
import { auditEvent, callsOf, idsOf, newRun, runNamed, toCloudEvent } from '../../../operations/audit/audit-run.ts';
import { attributesOf, CALL_SID, CONFIG } from '../../../samples/builders.ts';
import { isCallSid } from '../../../shared/call-sid.ts';

const RUN = newRun(10_000, () => 0.5);
const eventsOf = (run: typeof RUN) => Array.from({ length: run.events }, (_event, index) => auditEvent(run, index + 1));

describe('a run', () => {
  it('is found again by its name', () => {
    expect(RUN.name).toBe('800000000000-10000');
    expect(runNamed(RUN.name)).toEqual(RUN);
    expect(newRun(1, () => 0).name).toBe('000000000000-1');
  });

  it.each(['', 'x', '800000000000', '800000000000-0', '800000000000-1000001', '80000000000-1', '800000000000-1 '])(
    'is not named %j',
    (name) => {
      expect(runNamed(name)).toBeUndefined();
    },
  );

  it.each([1, 19, 20, 21, 1_999, 2_000, 2_001, 4_030])(
    'of %d events is of exactly the calls that it lists',
    (count) => {
      const run = newRun(count, () => 0.5);
      expect(new Set(eventsOf(run).map(({ callSid }) => callSid))).toEqual(new Set(callsOf(run, count)));
    },
  );

  it('spreads its events: few of a call, and any second of them over many calls', () => {
    const events = eventsOf(RUN);
    expect(new Set(events.map(({ id }) => id)).size).toBe(RUN.events);
    const calls = Map.groupBy(events, ({ callSid }) => callSid);
    expect([...new Set([...calls.values()].map(({ length }) => length))]).toEqual([100]);
    for (let start = 0; start < RUN.events; start += 500) {
      const second = Map.groupBy(events.slice(start, start + 500), ({ callSid }) => callSid);
      expect(Math.max(...[...second.values()].map(({ length }) => length))).toBe(25);
    }
  });

  it('shares no call and no id with another one', () => {
    const other = newRun(10_000, () => 0.25);
    expect(callsOf(other, 20)).not.toContainEqual(expect.stringMatching(new RegExp(callsOf(RUN, 20).join('|'))));
    expect(auditEvent(other, 1).id.match(idsOf(RUN))).toBeNull();
  });

  it('finds its ids in any text', () => {
    const [first, last] = [auditEvent(RUN, 1), auditEvent(RUN, 10_000)];
    expect(`${JSON.stringify([first, last])}`.match(idsOf(RUN))).toEqual([first.id, last.id]);
  });
});

describe('an event of a run', () => {
  const event = auditEvent(RUN, 42);
  const cloudEvent = toCloudEvent(event, '2026-11-20T12:00:00.000Z');

  it('is one that ingest stores, in the documented form, of a call and an account that nobody can have', () => {
    const decoded = decodeEvent(cloudEvent);
    const read = decoded.ok ? eventOf(decoded.value, callEvents) : undefined;
    if (!decoded.ok || read === undefined) throw new Error('no call event');
    expect(decoded.value.mismatches).toEqual([]);
    const item = toItem(read, { arrivalMs: Date.parse('2026-11-20T12:00:01Z'), config: CONFIG });
    if (!item.ok) throw new Error(item.detail);
    expect(attributesOf(item.value)).toMatchObject({
      call_sid: { S: 'CAaudit800000000000000000000000001' },
      timestamp: { S: '2026-11-20T12:00:00.000Z#audit-800000000000-10000-0000042' },
      account_sid: { S: `ACaudit${'0'.repeat(27)}` },
      group: { S: 'audit' },
    });
    expect([isCallSid(event.callSid), event.callSid.length]).toEqual([true, CALL_SID.length]);
  });

  it('is nothing that anybody is alarmed by, and is not in the index by default', () => {
    expect(isError(cloudEvent.data)).toBe(false);
    expect(CONFIG.indexedLevels).not.toContain(cloudEvent.data.level);
  });
});
