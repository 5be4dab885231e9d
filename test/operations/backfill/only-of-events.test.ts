import { expect, it } from 'vitest';
import type { CallSummary } from '../../../families/call-summary/call-summary.ts';
import { withOnlyOfEvents } from '../../../operations/backfill/only-of-events.ts';

const both = (rest: object, stored: object) =>
  withOnlyOfEvents({ call_sid: 'CA1', ...rest } as CallSummary, { call_sid: 'CA1', ...stored } as CallSummary);

it('a summary of Twilio’s resource has what the stored one says beside it', () => {
  const full = both(
    { call_state: 'busy', attributes: null, from: { caller: '+15550100', city: null }, properties: { q850_cause: 0 } },
    {
      call_state: 'completed',
      attributes: { conference_participant: true },
      from: { caller: '+15550199', city: 'Graz', connection: '' },
      properties: { q850_cause: 17, disconnected_by: 'callee' },
      sdk_edge: { metrics: { inbound: { packets_lost: 0 } } },
      of_a_new_kind: { new_member: 1 },
    },
  );
  expect(full).toEqual({
    call_sid: 'CA1',
    call_state: 'busy',
    attributes: { conference_participant: true },
    from: { caller: '+15550100', city: 'Graz' },
    properties: { q850_cause: 17, disconnected_by: 'callee' },
    of_a_new_kind: { new_member: 1 },
  });
});

it('but not what was true of its own version, nor what people have taken back', () => {
  const stored = { processing_version: 3, tags: ['silence'], annotation: { comment: 'loud' } };
  expect(both({ tags: null, annotation: null }, stored)).toEqual({ call_sid: 'CA1', tags: null, annotation: null });
  expect(both({ annotation: { spam: true } }, stored)).toMatchObject({ annotation: { spam: true } });
  expect(both({}, stored)).toEqual({ call_sid: 'CA1', annotation: { comment: 'loud' } });
});
