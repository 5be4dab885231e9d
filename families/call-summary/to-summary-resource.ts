import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { REDACTED } from '../../shared/redacted.ts';
import { withoutMisfits } from '../misfits.ts';
import { type KeptAnnotation, saidAnnotation } from './annotation.ts';
import { callSummarySchema } from './call-summary.ts';
import {
  ANNOTATED_BY,
  ANSWERED_BY,
  CALL_STATES,
  CALL_TYPES,
  CONNECTIVITY_ISSUES,
  DIRECTIONS,
  oneOf,
  QUALITY_ISSUES,
  SESSION_STATES,
  STREAMS,
} from './enumerations.ts';
import type { StoredSummary } from './item.ts';
import { isFinal } from './rank.ts';
import { said, saidCount, saidNumber, saidTexts, saysSomething, writtenText } from './said.ts';
import type { SummaryResource } from './summary-resource.ts';
import { timeOrNull } from './time-or-null.ts';

/**
 * A summary of the table as the read API answers it. The event has each member, and an empty text, zero or `unknown_…`
 * where there is no value; the resource leaves those out, and null stands for a member of its own that has none.
 * @param url where the resource is
 * @param kept what was said of the call here, which stands before what Twilio says that people said
 */
export function toSummaryResource(
  { event }: Pick<StoredSummary, 'event'>,
  url: string,
  kept?: KeptAnnotation,
): SummaryResource {
  const data = withoutMisfits(callSummarySchema(), event.data, [SESSION]);
  const sessions = Array.isArray(data.agent_session_summaries)
    ? data.agent_session_summaries.map(saidPart).filter((session) => session !== null)
    : [];
  const [parent, version, tags] = [
    said(data.parent_call_sid),
    saidNumber(data.processing_version),
    saidTexts(data.tags),
  ];
  return {
    account_sid: said(data.account_sid) ?? null,
    call_sid: event.data.call_sid,
    call_type: oneOf(CALL_TYPES, data.call_type) ?? null,
    call_state: oneOf(CALL_STATES, data.call_state) ?? null,
    answered_by: oneOf(ANSWERED_BY, data.answered_by) ?? null,
    processing_state: isFinal(event) ? 'complete' : 'partial',
    created_time: timeOrNull(data.created_time),
    start_time: timeOrNull(data.start_time),
    end_time: timeOrNull(data.end_time),
    duration: saidCount(data.duration) ?? null,
    connect_duration: saidCount(data.connect_duration) ?? null,
    from: saidObject(data.from),
    to: saidObject(data.to),
    carrier_edge: saidPart(data.carrier_edge),
    client_edge: saidPart(data.client_edge),
    sdk_edge: saidPart(data.sdk_edge),
    sip_edge: saidPart(data.sip_edge),
    tags: tags.length === 0 ? null : tags,
    attributes: saidObject(data.attributes),
    properties: saidObject(data.properties),
    trust: saidObject(data.trust),
    annotation: saidObject(saidAnnotation(kept, data.annotation)),
    url,
    ...(sessions.length > 0 && { agent_session_summaries: sessions }),
    ...(parent !== undefined && { parent_call_sid: parent }),
    ...(version !== undefined && { processing_version: version }),
  };
}

/** Numbers of which zero says that there is none: a call that was never dialled has no SIP response. */
const NEVER_ZERO: ReadonlySet<string> = new Set([
  'last_sip_response_num',
  'pdd_ms',
  'queue_time',
  'q850_cause',
  'call_score',
]);

/**
 * Objects of which nothing but zeros says that there is none: no MOS is below 1, no way
 * takes no time, and no caller is in the Atlantic.
 */
const NEVER_ZEROS: ReadonlySet<string> = new Set(['mos', 'rtt', 'location']);

/** Media of which nothing was measured: zeros beside other zeros say nothing. */
const MEASURED: ReadonlySet<string> = new Set<string>(STREAMS);

const TEXT_LISTS: ReadonlySet<string> = new Set(['tags', 'quality_issues', 'selected_edges']);

/** Texts of an annotation that people wrote. */
const WRITTEN: ReadonlySet<string> = new Set(['comment', 'incident']);

/** Inside of objects, by the member's name: typed clients fail on anything else. */
const ENUMERATIONS: Readonly<Record<string, readonly string[]>> = {
  direction: [...DIRECTIONS, ...STREAMS],
  answered_by: ANNOTATED_BY,
  connectivity_issue: CONNECTIVITY_ISSUES,
  quality_issues: QUALITY_ISSUES,
  session_state: SESSION_STATES,
};

/** Of an edge or a session: all of them stand in the stream, also those that had no part in the call. */
function saidPart(value: unknown): JsonObject | null {
  return saysSomething(value) ? saidObject(value) : null;
}

function saidObject(value: unknown): JsonObject | null {
  return isJsonObject(value) ? (saidOf('', value) ?? null) : null;
}

/** The members of an object that say something; undefined where none does. */
function saidOf(name: string, object: JsonObject): JsonObject | undefined {
  if (NEVER_ZEROS.has(name) && Object.values(object).every((value) => value === 0)) return undefined;
  if (MEASURED.has(name) && !saysSomething(object)) return undefined;
  const kept = Object.entries(object).flatMap(([member, value]): [string, unknown][] => {
    const says = saidValue(member, value);
    return says === undefined ? [] : [[member, says]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function saidValue(name: string, value: unknown): unknown {
  if (typeof value === 'string') return saidText(name, value);
  if (Array.isArray(value)) return saidList(name, value);
  if (isJsonObject(value)) return saidOf(name, value);
  return value === null || (value === 0 && NEVER_ZERO.has(name)) ? undefined : value;
}

function saidList(name: string, list: readonly unknown[]): unknown {
  const kept = TEXT_LISTS.has(name) ? saidTexts(list).flatMap((text) => saidText(name, text) ?? []) : list;
  return kept.length === 0 ? undefined : kept;
}

function saidText(name: string, text: string): string | undefined {
  if (WRITTEN.has(name)) return writtenText(text);
  const values = ENUMERATIONS[name];
  return values === undefined || text === REDACTED ? said(text) : oneOf(values, text);
}

/** Its own elements are looked at where they are read: no other list is one of objects. */
const SESSION = 'agent_session_summaries[]';
