import type { SampleCloudEvent } from '../../families/call-event/sample.ts';

/** What was wrong from one time to another, epoch milliseconds, by the name that events have for it. */
export interface Trouble {
  name: string;
  fromMs: number;
  toMs: number;
}

/** The SDK looks once a second, and warns at the third sample that is bad. */
const BAD_BEFORE_WARNING_MS = 3_000;

/** What begins and ends with events: warnings, the time without a connection, and the time on mute. */
export function troublesOf(events: readonly SampleCloudEvent[], endMs: number): Trouble[] {
  return events.flatMap((event) => {
    const { group = '', name = '' } = event.data;
    const isRaised = group?.endsWith('-raised') ?? false;
    if (!isRaised && name !== 'muted') return [];
    const isEnd = ({ data }: SampleCloudEvent) =>
      isRaised ? data.name === name && data.group?.endsWith('-cleared') : data.name === 'unmuted';
    const end = events.find((other) => other.time >= event.time && isEnd(other));
    const fromMs = Date.parse(event.time);
    return {
      name: String(name),
      fromMs: group === 'network-quality-warning-raised' && name !== LOST ? fromMs - BAD_BEFORE_WARNING_MS : fromMs,
      toMs: end === undefined ? endMs : Date.parse(end.time),
    };
  });
}

/** The name of the time without a connection: nothing is measured. */
export const LOST = 'ice-connectivity-lost';

/** Names of what is wrong at a time. */
export function troublesAt(troubles: readonly Trouble[], atMs: number): ReadonlySet<string> {
  return new Set(troubles.flatMap(({ name, fromMs, toMs }) => (atMs >= fromMs && atMs < toMs ? [name] : [])));
}
