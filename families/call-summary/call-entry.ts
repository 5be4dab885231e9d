import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import { REDACTED } from '../../shared/redacted.ts';
import { INSIGHTS_KEYS, STARTED_INDEX } from '../../shared/table.ts';
import {
  ANSWERED_BY,
  type AnsweredBy,
  CALL_STATES,
  CALL_TYPES,
  type CallState,
  type CallType,
  oneOf,
} from './enumerations.ts';
import { type CallFacets, facetsIn } from './facets.ts';
import { partsOfStartedId, saidTime } from './keys.ts';
import { saysFinal } from './rank.ts';
import { said, saidCount, saidTexts } from './said.ts';

/** A call as lists know it: what they filter by and show. What nobody said is undefined. */
export interface CallEntry {
  callSid: string;
  /** When the call started, UTC with milliseconds. */
  started: string;
  /** Its place among all calls, as keys have it: `<start, UTC, ms>#CA…`. */
  startedId: string;
  accountSid?: string;
  parentCallSid?: string;
  type?: CallType;
  state?: CallState;
  answeredBy?: AnsweredBy;
  /** Whether Twilio says that nothing more is to come. */
  isFinal: boolean;
  /** UTC with milliseconds; undefined of a call that goes on. */
  endTime?: string;
  /** Seconds that the call took, ringing included. */
  duration?: number;
  /** Seconds, from the answer to the end. */
  connectDuration?: number;
  /** Those of the call; `facets` has those of its edges. The mark of redaction alone, where they are hidden. */
  tags: readonly string[];
  facets: CallFacets;
}

/** The entry of a row, or of what the index of calls by time holds of it. */
export function callEntry(attributes: Readonly<Attributes>): CallEntry {
  const item = fromAttributes(attributes);
  const startedId = String(item[STARTED_INDEX.sortKey] ?? '');
  return {
    callSid: String(item[INSIGHTS_KEYS.partitionKey]),
    started: partsOfStartedId(startedId).started,
    startedId,
    accountSid: said(item.account_sid),
    parentCallSid: said(item.parent_call_sid),
    type: oneOf(CALL_TYPES, item.call_type),
    state: oneOf(CALL_STATES, item.call_state),
    answeredBy: oneOf(ANSWERED_BY, item.answered_by),
    isFinal: saysFinal(item.event_type, item.processing_state),
    endTime: saidTime(item.end_time),
    duration: saidCount(item.duration),
    connectDuration: saidCount(item.connect_duration),
    tags: item.tags === REDACTED ? [REDACTED] : saidTexts(item.tags),
    facets: facetsIn(item.facets),
  };
}
