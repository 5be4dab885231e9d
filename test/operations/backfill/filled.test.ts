import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonical } from '../../../operations/backfill/canonical.ts';
import { filled } from '../../../operations/backfill/filled.ts';
import type { JsonObject } from '../../../shared/json.ts';

it('has what is stored where Twilio shows nothing, in the objects inside, too', () => {
  const stored = { label: 'agent', events: { hold: [1], mute: [2] }, properties: { whisper: true }, mos: 4, zero: 0 };
  const shown = { label: null, events: { hold: [7], mute: null }, mos: 3, own: 'x' };
  expect(filled(shown, stored)).toEqual({
    label: 'agent',
    events: { hold: [7], mute: [2] },
    properties: { whisper: true },
    mos: 3,
    zero: 0,
    own: 'x',
  });
  expect(filled({ events: {}, tags: [] }, { events: 'text', tags: ['x'] })).toEqual({ events: 'text', tags: [] });
});

it('changes nothing of what is shown, and nothing the second time', () => {
  const object = fc.object({ maxDepth: 2, key: fc.constantFrom('a', 'b', '__proto__') }) as fc.Arbitrary<JsonObject>;
  fc.assert(
    fc.property(object, object, (shown, stored) => {
      const full = filled(shown, stored);
      expect(canonical(filled(full, stored))).toBe(canonical(full));
      expect(canonical(filled(shown, {}))).toBe(canonical(shown));
      expect(canonical(filled(shown, full))).toBe(canonical(full));
    }),
  );
});
