import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import { REDACTED } from '../../shared/redacted.ts';
import { utcTime } from '../../shared/utc-time.ts';
import { toldTime } from '../call-event/event-time.ts';
import { mismatchesWith } from '../schema-mismatches.ts';
import { CallSummary } from './call-summary.ts';
import { ANSWERED_BY, CALL_STATES, CALL_TYPES, oneOf } from './enumerations.ts';
import type { StoredSummary } from './item.ts';
import { isFinal } from './rank.ts';
import { said, saidCount, saidNumber, saidTexts } from './said.ts';
import type { SummaryResource } from './summary-resource.ts';

/**
 * A summary of the table as the read API answers it. The event has each member, and an empty text, zero or `unknown_…`
 * where there is no value; the resource leaves those out, and null stands for a member of its own that has none.
 * @param url where the resource is
 */
export function toSummaryResource({ event }: Pick<StoredSummary, 'event'>, url: string): SummaryResource {
  const data: JsonObject = withoutMisfits(event.data);
  const sessions = Array.isArray(data.agent_session_summaries) ? data.agent_session_summaries.filter(isJsonObject) : [];
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
    carrier_edge: saidObject(data.carrier_edge),
    client_edge: saidObject(data.client_edge),
    sdk_edge: saidObject(data.sdk_edge),
    sip_edge: saidObject(data.sip_edge),
    tags: tags.length === 0 ? null : tags,
    attributes: saidObject(data.attributes),
    properties: saidObject(data.properties),
    trust: saidObject(data.trust),
    annotation: saidObject(data.annotation),
    url,
    ...(sessions.length > 0 && { agent_session_summaries: sessions }),
    ...(parent !== undefined && { parent_call_sid: parent }),
    ...(version !== undefined && { processing_version: version }),
  };
}

/** Numbers of which zero says that there is none: a call that was never dialled has no SIP response. */
const NEVER_ZERO: ReadonlySet<string> = new Set(['last_sip_response_num', 'pdd_ms', 'queue_time', 'q850_cause']);

/** Objects of which nothing but zeros says that there is none: no MOS is below 1, and no caller is in the Atlantic. */
const NEVER_ZEROS: ReadonlySet<string> = new Set(['mos', 'location']);

function saidObject(value: unknown): JsonObject | null {
  return isJsonObject(value) ? (saidOf('', value) ?? null) : null;
}

/** The members of an object that say something; undefined where none does. */
function saidOf(name: string, object: JsonObject): JsonObject | undefined {
  if (NEVER_ZEROS.has(name) && Object.values(object).every((value) => value === 0)) return undefined;
  const kept = Object.entries(object).flatMap(([member, value]): [string, unknown][] => {
    const says = saidValue(member, value);
    return says === undefined ? [] : [[member, says]];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function saidValue(name: string, value: unknown): unknown {
  if (typeof value === 'string') return said(value);
  if (Array.isArray(value)) return value.length === 0 ? undefined : value;
  if (isJsonObject(value)) return saidOf(name, value);
  return value === null || (value === 0 && NEVER_ZERO.has(name)) ? undefined : value;
}

function timeOrNull(value: unknown): string | null {
  const time = utcTime(value);
  return time === undefined ? null : toldTime(value, time);
}

/** The data without what is of another type than Twilio documents; what was hidden stays hidden in its place. */
function withoutMisfits(data: CallSummary): JsonObject {
  return mismatchesWith(CallSummary, data)
    .filter((path) => path !== SESSION)
    .reduce<JsonObject>((kept, path) => withoutPath(kept, path.replaceAll('[]', '.[]').split('.')) as JsonObject, data);
}

/** Its own elements are looked at where they are read: no other list is one of objects. */
const SESSION = 'agent_session_summaries[]';

function withoutPath(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return value === REDACTED ? value : undefined;
  if (Array.isArray(value)) {
    return rest.length === 0 ? saidTexts(value) : value.map((element) => withoutPath(element, rest));
  }
  return isJsonObject(value) && Object.hasOwn(value, name)
    ? { ...value, [name]: withoutPath(value[name], rest) }
    : value;
}
