import type { StoredEvent } from '../lambda/store/item.ts';
import { timeOfSortKey } from '../lambda/store/keys.ts';
import { callError } from '../shared/call-error.ts';
import type { CallCloudEvent, CallEvent } from '../shared/call-event.ts';
import { eventTime, toldTime } from '../shared/event-time.ts';
import { isJsonObject } from '../shared/json.ts';
import { normaliseLevel } from '../shared/level.ts';
import { mediaEdge } from '../shared/media-edge.ts';
import { printable } from '../shared/printable.ts';
import type { Leg, LegEvent } from './legs.ts';
import { levelText, table } from './terminal.ts';

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
export function eventTable(events: readonly StoredEvent[]): string {
  return table(
    ['TIME (UTC)', 'CALL', 'LEVEL', 'EDGE', 'EVENT', 'DETAIL'],
    events.map((stored) => {
      const claimed = timeOfSortKey(stored.sortKey);
      const time = timeOfSortKey(stored.levelTimestamp ?? stored.sortKey);
      const remark = time === claimed ? '' : `(when it arrived; its clock says ${claimed})`;
      return [time, printable(stored.event.data.call_sid), ...columns(toRow(stored), remark)];
    }),
  );
}

/** Events of one call, with the seconds since its first event, which need not be among them. */
export function timeline(events: readonly StoredEvent[], first: StoredEvent): string {
  return table(
    ['TIME (UTC)', 'SECONDS', 'LEVEL', 'EDGE', 'EVENT', 'DETAIL'],
    events.map((stored) => [...timeColumns(stored, first), ...columns(toRow(stored))]),
  );
}

/** Which calls a timeline is of, and the timeline: each event with its leg. */
export function legTimeline(legs: readonly Leg[], events: readonly LegEvent[], first: StoredEvent): string {
  const calls = legs.map(({ leg, call_sid, parent_call_sid, direction }) => {
    const parent = legs.find(({ call_sid: sid }) => sid === parent_call_sid)?.leg ?? '';
    return [leg, printable(call_sid), parent, printable(direction)];
  });
  const rows = events.map(({ leg, stored }) => {
    const [time = '', seconds = ''] = timeColumns(stored, first);
    return [time, seconds, leg, ...columns(toRow(stored))];
  });
  const head = ['TIME (UTC)', 'SECONDS', 'LEG', 'LEVEL', 'EDGE', 'EVENT', 'DETAIL'];
  return `${table(['LEG', 'CALL', 'PARENT', 'DIRECTION'], calls)}\n\n${table(head, rows)}`;
}

function timeColumns({ sortKey }: StoredEvent, first: StoredEvent): string[] {
  const time = timeOfSortKey(sortKey);
  return [time, `+${((Date.parse(time) - Date.parse(timeOfSortKey(first.sortKey))) / 1000).toFixed(3)}`];
}

function toRow({ event: { data }, level }: StoredEvent) {
  return { data, level: levelText(level) };
}

/** An event in one line, without a heading. */
export function eventLine({ data, time }: CallCloudEvent): string {
  const level = levelText(normaliseLevel(data.level));
  const when = eventTime(data.timestamp, time) ?? '';
  return [when, printable(data.call_sid), ...columns({ data, level })].filter((part) => part !== '').join('  ');
}

function columns({ data, level }: { data: CallEvent; level: string }, remark = ''): string[] {
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

/** What to tell somebody who asks for a call that is not there. */
export function noSuchCall(callSid: string): string {
  return `no events of ${callSid}: Twilio sends them about 90 s later, and only of calls made with Advanced Features on`;
}
