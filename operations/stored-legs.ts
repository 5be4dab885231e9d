import type { StoredSummary } from '../families/call-summary/item.ts';
import { objectAt, said } from '../families/call-summary/said.ts';
import type { SummaryReader } from '../lambda/read/summary-reader.ts';
import { REDACTED } from '../shared/redacted.ts';
import { type LegCall, type LegCalls, MAX_LEGS, tooManyLegs } from '../twilio/legs.ts';

type Summaries = Pick<SummaryReader, 'summaryOf' | 'childrenOf'>;

/**
 * The calls of a conversation that summaries name: up to the call that has no parent, then down to all children of all of
 * them. Empty where no summary says anything of the call; a parent that is named is one, with a summary or without.
 * @throws Trouble for a conversation of more legs than a timeline can show
 */
export async function storedLegs(callSid: string, summaries: Summaries): Promise<LegCalls> {
  const found = new Map<string, LegCall>();
  const line: string[] = [];
  for (let sid: string | undefined = callSid; sid !== undefined && !line.includes(sid) && line.length < MAX_LEGS; ) {
    const stored: StoredSummary | undefined = await summaries.summaryOf(sid);
    if (stored !== undefined || line.length > 0) found.set(sid, stored === undefined ? {} : legCall(stored));
    line.unshift(sid);
    const parent = said(stored?.event.data.parent_call_sid);
    sid = parent === REDACTED ? undefined : parent;
  }
  const parents = new Set(line);
  for (const sid of parents) {
    for (const child of await summaries.childrenOf(sid)) {
      const { call_sid: childSid } = child.event.data;
      if (!found.has(childSid)) found.set(childSid, legCall(child));
      parents.add(childSid);
    }
    if (found.size > MAX_LEGS) throw tooManyLegs(callSid);
  }
  // Children without their parent's summary: what was asked for is their parent.
  if (found.size > 0 && !found.has(callSid)) found.set(callSid, {});
  return found;
}

/** As Twilio's Calls resource has it, which writes a direction with hyphens. */
function legCall({ event: { data }, started }: StoredSummary): LegCall {
  return {
    parent_call_sid: said(data.parent_call_sid) ?? null,
    direction: said(objectAt(data, 'properties').direction)?.replaceAll('_', '-') ?? null,
    date_created: started,
  };
}
