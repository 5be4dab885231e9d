import { expect, it } from 'vitest';
import type { StoredEvent } from '../../families/call-event/item.ts';
import { callOf } from '../../operations/call-of.ts';
import { CALL_SID } from '../../samples/builders.ts';

/** The call that is meant where these have events. */
function meant(said: string, ...callSids: string[]): Promise<string> {
  return callOf(said, {
    firstOfCall: async (callSid) => (callSids.includes(callSid) ? ({ sortKey: '' } as StoredEvent) : undefined),
  });
}

it('is exactly what was said, then what a link leads to, then the SID in it, whichever has events first', async () => {
  const exact = ` ${CALL_SID}`;
  const link = `https://example.com/?call=${encodeURIComponent(exact)}`;
  expect(await meant(link, link, exact, CALL_SID)).toBe(link);
  expect(await meant(link, exact, CALL_SID)).toBe(exact);
  expect(await meant(link, CALL_SID)).toBe(CALL_SID);
  expect(await meant(link)).toBe(CALL_SID);
});
