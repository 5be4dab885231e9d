import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import { type ItemForm, makeItem } from '../../lambda/store/item.ts';
import { isCallSid } from '../../shared/call-sid.ts';
import type { JsonObject } from '../../shared/json.ts';
import { REDACTED } from '../../shared/redacted.ts';
import type { Result } from '../../shared/rejection.ts';
import { INSIGHTS_KEYS, TTL_ATTRIBUTE } from '../../shared/table.ts';
import { firstSaidTime } from '../call-summary/keys.ts';
import { type PointerOf, partyPointers, pointerRow } from '../call-summary/pointers.ts';
import { said } from '../call-summary/said.ts';
import { conferenceId, inConferencePart, participantPart } from '../conference-summary/keys.ts';
import { conferenceRank } from '../conference-summary/rank.ts';
import { envelopeAttributes, eventOfRow } from '../event-row.ts';
import { expiresAt } from '../expiry.ts';
import type { Row, RowContext } from '../family.ts';
import { OUR_ATTRIBUTES } from './facts.ts';
import type { ParticipantCloudEvent, ParticipantSummary } from './participant-summary.ts';

const FORM: ItemForm = {
  table: 'call-insights',
  partitionKey: { name: INSIGHTS_KEYS.partitionKey, inWords: 'conference_sid' },
  sortKey: { name: INSIGHTS_KEYS.sortKey, inWords: 'participant_sid' },
  ours: OUR_ATTRIBUTES,
  replaced: new Set(),
};

/** A participant as the table holds it. */
export interface StoredParticipant {
  event: ParticipantCloudEvent;
  /** Its place among the versions of the summary, see `conferenceRank`. */
  rank: string;
}

/**
 * The rows of a participant, its own last: before it those that lead to it from its call, and from its number, client or
 * SIP address to that call. The rank guards the participant's; the others are the same for every version that says the same.
 */
export function participantRows(event: ParticipantCloudEvent, context: RowContext): Result<Row[]> {
  const { conference_sid: conferenceSid, participant_sid: participantSid } = event.data;
  const rank = conferenceRank(event);
  const ours = {
    [INSIGHTS_KEYS.partitionKey]: conferenceId(conferenceSid),
    [INSIGHTS_KEYS.sortKey]: participantPart(participantSid),
    ...envelopeAttributes(event),
    rank,
    [TTL_ATTRIBUTE]: expiresAt(context),
  };
  const item = makeItem(FORM, ours, event.data as JsonObject, context.isPlain);
  if (!item.ok) return item;
  const row: Row = { ...item.value, type: event.type, guard: { attribute: 'rank', value: rank } };
  const callSid = callOf(event);
  if (callSid === undefined) return { ok: true, value: [row] };
  const of: PointerOf = {
    type: event.type,
    started: firstSaidTime([event.data.join_time, event.time], context),
    context,
  };
  const pointer = pointerRow(callSid, inConferencePart({ conferenceSid, participantSid }), of);
  if (!pointer.ok) return pointer;
  return { ok: true, value: [pointer.value, ...partyPointers(partiesOf(event), callSid, of), row] };
}

/** The call of a participant; undefined where it says none that anybody can ask for. */
export function callOf({ data }: Pick<ParticipantCloudEvent, 'data'>): string | undefined {
  return isCallSid(data.call_sid) ? data.call_sid : undefined;
}

/** The number, client and SIP address of a participant's call. */
export function partiesOf({ data }: Pick<ParticipantCloudEvent, 'data'>): string[] {
  return [...new Set([data.from, data.to].flatMap((party) => said(party) ?? []))].filter((party) => party !== REDACTED);
}

/** The participant a row was made of. */
export function fromParticipantItem(attributes: Readonly<Attributes>): StoredParticipant {
  const item = fromAttributes(attributes);
  return { event: eventOfRow<ParticipantSummary>(item, OUR_ATTRIBUTES), rank: String(item.rank ?? '') };
}
