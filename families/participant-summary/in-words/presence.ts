import { utcTime } from '../../../shared/utc-time.ts';
import { objectAt } from '../../call-summary/said.ts';
import type { ParticipantResource } from '../participant-resource.ts';

/** From when to when something was so, epoch milliseconds. */
export interface Stretch {
  kind: 'hold' | 'mute' | 'coach';
  fromMs: number;
  toMs: number;
}

/** When a participant was in, as far as it says so: no leaving of one who is still there. */
export interface Presence {
  joinMs?: number;
  leaveMs?: number;
}

/** What begins a stretch, and what ends it. https://www.twilio.com/docs/voice/voice-insights/api/conference/conference-participant-summary-resource */
const KINDS: Readonly<Record<Stretch['kind'], readonly [begins: string, ends: string]>> = {
  hold: ['hold', 'unhold'],
  mute: ['mute', 'unmute'],
  coach: ['coaching', 'coaching_stopped'],
};

/** When a participant came and went. A length that it says stands in for the time that it does not. */
export function presenceOf({
  join_time: join,
  leave_time: leave,
  duration_seconds: seconds,
}: Pick<ParticipantResource, 'join_time' | 'leave_time' | 'duration_seconds'>): Presence {
  const length = seconds !== null && seconds > 0 ? seconds * 1_000 : undefined;
  const [joined, left] = [msOf(join), msOf(leave)];
  const joinMs = joined ?? (left !== undefined && length !== undefined ? left - length : undefined);
  const leaveMs = left ?? (joined !== undefined && length !== undefined ? joined + length : undefined);
  return { ...(joinMs !== undefined && { joinMs }), ...(leaveMs !== undefined && { leaveMs }) };
}

/**
 * When a participant was on hold, muted or coaching, in the order of time, and only while it was in. What has no
 * beginning began when it joined; what has no end lasted until it left.
 * @param untilMs when it left, or up to when it is known that it was there
 */
export function stretchesOf(participant: ParticipantResource, untilMs: number): Stretch[] {
  const { joinMs } = presenceOf(participant);
  if (joinMs === undefined || untilMs < joinMs) return [];
  const kinds = Object.keys(KINDS) as Stretch['kind'][];
  return kinds
    .flatMap((kind) => stretchesOfKind(participant, kind, joinMs, untilMs))
    .toSorted((one, other) => one.fromMs - other.fromMs);
}

function stretchesOfKind(
  { events, properties }: ParticipantResource,
  kind: Stretch['kind'],
  joinMs: number,
  untilMs: number,
): Stretch[] {
  const [begins, ends] = KINDS[kind];
  const changes = [...changesOf(events, begins, true), ...changesOf(events, ends, false)].toSorted(
    (one, other) => one.ms - other.ms,
  );
  // Of one who came muted there is the end only, or nothing at all.
  const cameSo = changes[0]?.isBegun === false || (kind === 'mute' && isTrue(properties, 'enter_muted'));
  const stretches: Stretch[] = [];
  let fromMs = cameSo ? joinMs : undefined;
  for (const { ms, isBegun } of [...changes, { ms: untilMs, isBegun: false }]) {
    const at = Math.min(Math.max(ms, joinMs), untilMs);
    if (isBegun) fromMs ??= at;
    else if (fromMs !== undefined) {
      if (at > fromMs) stretches.push({ kind, fromMs, toMs: at });
      fromMs = undefined;
    }
  }
  return stretches;
}

function changesOf(events: ParticipantResource['events'], name: string, isBegun: boolean) {
  return (events?.[name] ?? []).filter(Number.isFinite).map((ms) => ({ ms, isBegun }));
}

/** Milliseconds of all stretches of a kind together. */
export function lengthOf(stretches: readonly Stretch[], kind: Stretch['kind']): number {
  return stretches.reduce((sum, one) => (one.kind === kind ? sum + one.toMs - one.fromMs : sum), 0);
}

/** Whether a property of the participant is set, such as that the conference ends when it leaves. */
export function isTrue(properties: unknown, name: string): boolean {
  return objectAt(properties)[name] === true;
}

function msOf(time: string | null): number | undefined {
  const utc = utcTime(time);
  return utc === undefined ? undefined : Date.parse(utc);
}
