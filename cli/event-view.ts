import { callError } from '../families/call-event/call-error.ts';
import type { CallCloudEvent, CallEvent } from '../families/call-event/call-event.ts';
import { eventTime, toldTime } from '../families/call-event/event-time.ts';
import type { StoredEvent } from '../families/call-event/item.ts';
import { timeOfSortKey } from '../families/call-event/keys.ts';
import { mediaEdge } from '../families/call-event/media-edge.ts';
import { callSidRemark } from '../shared/call-sid.ts';
import { isJsonObject } from '../shared/json.ts';
import { normaliseLevel } from '../shared/level.ts';
import { printable } from '../shared/printable.ts';
import type { Leg, LegEvent } from '../twilio/legs.ts';
import { fittingTable, levelText, table } from './terminal.ts';

const TIME = 'TIME (UTC)';

/** An event as `--json` prints it: what one mostly wants to know first, then all of Twilio's data as it came. */
export function eventJson({ event, sortKey, levelTimestamp, level }: StoredEvent) {
  const { data } = event;
  const error = callError(data);
  return {
    call_sid: data.call_sid,
    timestamp: toldTime(data.timestamp, timeOfSortKey(sortKey)),
    level,
    edge: mediaEdge(data) ?? null,
    group: data.group ?? null,
    name: data.name ?? null,
    error_code: error?.code ?? null,
    error_message: error?.message ?? null,
    event_id: event.id,
    event_type: event.type,
    sort_key: sortKey,
    level_timestamp: levelTimestamp ?? null,
    data,
  };
}

/** Events of several calls, in the order of the index: an event from the future stands where it arrived, and says so. */
export function eventTable(events: readonly StoredEvent[], columns?: number): string {
  const rows = events.map((stored) => {
    const claimed = timeOfSortKey(stored.sortKey);
    const time = timeOfSortKey(stored.levelTimestamp ?? stored.sortKey);
    const remark = time === claimed ? '' : `(when it arrived; its clock says ${claimed})`;
    const [level, edge, name, detail] = eventCells(toRow(stored), remark);
    return { time, call: printable(stored.event.data.call_sid), level, edge, name, detail, what: detail || name };
  });
  return fittingTable(
    [
      {
        head: [TIME, 'CALL', 'LEVEL', 'EDGE', 'EVENT', 'DETAIL'],
        rows: rows.map(({ time, call, level, edge, name, detail }) => [time, call, level, edge, name, detail]),
      },
      {
        head: [TIME, 'CALL', 'LEVEL', 'DETAIL'],
        rows: rows.map(({ time, call, level, what }) => [shortTime(time), call, level, what]),
      },
      { head: [TIME, 'CALL', 'DETAIL'], rows: rows.map(({ time, call, what }) => [shortTime(time), call, what]) },
    ],
    columns,
  );
}

/** Events of one call, with the seconds since its first event, which need not be among them. */
export function timeline(events: readonly StoredEvent[], first: StoredEvent, columns?: number): string {
  return timelineTable(
    events.map((stored) => ({ leg: [], stored })),
    { legHead: [], first, columns },
  );
}

/** Which calls a timeline is of, and the timeline: each event with its leg. */
export function legTimeline(
  legs: readonly Leg[],
  events: readonly LegEvent[],
  first: StoredEvent,
  columns?: number,
): string {
  const calls = legs.map(({ leg, call_sid, parent_call_sid, direction }) => {
    const parent = legs.find(({ call_sid: sid }) => sid === parent_call_sid)?.leg ?? '';
    return [leg, printable(call_sid), parent, printable(direction)];
  });
  const rows = events.map(({ leg, stored }) => ({ leg: [leg], stored }));
  const ofEvents = timelineTable(rows, { legHead: ['LEG'], first, columns });
  return `${table(['LEG', 'CALL', 'PARENT', 'DIRECTION'], calls)}\n\n${ofEvents}`;
}

function timelineTable(
  events: readonly { leg: readonly string[]; stored: StoredEvent }[],
  { legHead, first, columns }: { legHead: readonly string[]; first: StoredEvent; columns: number | undefined },
): string {
  const rows = events.map(({ leg, stored }) => {
    const [level, edge, name, detail] = eventCells(toRow(stored));
    const before = [secondsSince(first, stored), ...leg, level];
    return { time: timeOfSortKey(stored.sortKey), before, edge, name, detail };
  });
  const head = ['SECONDS', ...legHead, 'LEVEL'];
  return fittingTable(
    [
      {
        head: [TIME, ...head, 'EDGE', 'EVENT', 'DETAIL'],
        rows: rows.map(({ time, before, edge, name, detail }) => [time, ...before, edge, name, detail]),
      },
      {
        head: [TIME, ...head, 'EVENT'],
        rows: rows.map(({ time, before, name, detail }) => [shortTime(time), ...before, `${name} ${detail}`.trim()]),
      },
    ],
    columns,
  );
}

/** `11-20 11:59:00` */
function shortTime(time: string): string {
  return time.slice('yyyy-'.length, 'yyyy-mm-ddThh:mm:ss'.length).replace('T', ' ');
}

function secondsSince(first: StoredEvent, { sortKey }: StoredEvent): string {
  const ms = Date.parse(timeOfSortKey(sortKey)) - Date.parse(timeOfSortKey(first.sortKey));
  return `+${(ms / 1000).toFixed(3)}`;
}

function toRow({ event: { data }, level }: StoredEvent) {
  return { data, level: levelText(level) };
}

/** An event of the stream as `--json` prints it: as it came, with the time it is filed under. */
export function streamedEventJson({ id, type, ...event }: CallCloudEvent) {
  const { data, time } = event;
  return { id, type, timestamp: toldTime(data.timestamp, eventTime(data.timestamp, time) ?? ''), ...event };
}

/** An event in one line, without a heading. */
export function eventLine({ data, time }: CallCloudEvent): string {
  const level = levelText(normaliseLevel(data.level));
  const when = eventTime(data.timestamp, time) ?? '';
  return [when, printable(data.call_sid), ...eventCells({ data, level })].filter((part) => part !== '').join('  ');
}

/** Level, edge, what happened and what is said about it. */
function eventCells(
  { data, level }: { data: CallEvent; level: string },
  remark = '',
): [level: string, edge: string, name: string, detail: string] {
  const name = [data.group, data.name].filter((part) => part !== undefined && part !== null);
  return [level, mediaEdge(data) ?? '', name.map(printable).join('/'), `${detail(data)} ${remark}`.trim()];
}

function detail(data: StoredEvent['event']['data']): string {
  const error = callError(data);
  if (error !== undefined)
    return [error.code, error.message]
      .filter((part) => part !== undefined)
      .map(printable)
      .join(' ');
  const sdkEdge: unknown = data.sdk_edge;
  const metric = isJsonObject(sdkEdge) ? sdkEdge.metric : undefined;
  if (!isJsonObject(metric)) return '';
  return `threshold ${printable(metric.threshold)}, values ${printable(metric.values)}`;
}

/** What to tell somebody who asks for a call that is not there. Of a SID that is none, its form is why. */
export function noSuchCall(callSid: string): string {
  const says = `no events of ${printable(callSid)}`;
  if (callSidRemark(callSid) !== undefined) return says;
  return `${says}: Twilio sends them about 90 s later, and only of calls made with Advanced Features on`;
}
