import { timeText } from '../../families/call-event/causes/counted-span.ts';
import type { Alarm, AlertState } from '../page/alert-states.ts';
import type { Alert } from '../page/views.ts';
import type { Seen, SeenCause } from './seen-causes.ts';

const MINUTE_MS = 60_000;
/** How long it has not been so when it is over, by kind. */
const OVER_AFTER_MS = { 'new-cause': 60 * MINUTE_MS, spike: 15 * MINUTE_MS, share: 5 * MINUTE_MS } as const;
/** For so long a share has to be over its limit. */
const HOLDS_MS = 5 * MINUTE_MS;
/** Calls; with fewer, a share says nothing. */
const ENOUGH_CALLS = 20;
/** Causes that are open at a time: a flood of them is one trouble. */
const MOST_ALARMS = 100;

/** Of calls that started in the last half hour: how many there are, and how many of them are hit. */
export interface CallsHit {
  all: number;
  hit: number;
}

/** What is known of a view at a moment. */
export interface Facts {
  nowMs: number;
  seen: Seen;
  /** For an alert of a share. */
  calls?: CallsHit;
}

/** What is to be said. */
export interface News {
  begun: readonly SeenCause[];
  /** Of a share that is over its limit. */
  share?: CallsHit;
  over: readonly Alarm[];
}

export interface Evaluated extends Pick<AlertState, 'alarms' | 'overSinceMs'> {
  news: News;
}

/** Decides what there is to say of a view: each alarm once, until it is over. Pure. */
export function evaluate(alert: Alert, facts: Facts, before: Pick<AlertState, 'alarms' | 'overSinceMs'>): Evaluated {
  return alert.when === 'share' ? ofShare(alert, facts, before) : ofCauses(alert.when, facts, before.alarms);
}

function ofCauses(when: 'new-cause' | 'spike', { nowMs, seen }: Facts, before: readonly Alarm[]): Evaluated {
  const found = when === 'spike' ? seen.spikes : seen.isNew;
  const isOn = new Set(found.map(({ cause }) => cause));
  const refreshed = before.map((alarm) => {
    // A new cause goes on for as long as it happens, a spike for as long as it is one.
    const lastMs = when === 'spike' ? (isOn.has(alarm.cause) ? nowMs : 0) : (seen.lastMs.get(alarm.cause) ?? 0);
    return { ...alarm, lastMs: Math.max(alarm.lastMs, lastMs) };
  });
  const known = new Set(before.map(({ cause }) => cause));
  const begun = found.filter(({ cause }) => !known.has(cause)).slice(0, MOST_ALARMS - before.length);
  const { open, over } = parted(refreshed, nowMs, OVER_AFTER_MS[when]);
  const added = begun.map(({ cause, words, firstMs, lastMs }) => {
    return { cause, words, since: timeText(firstMs), lastMs: when === 'spike' ? nowMs : lastMs };
  });
  return { alarms: [...open, ...added], news: { begun, over } };
}

function ofShare(
  { over: limit = 100 }: Alert,
  { nowMs, calls }: Facts,
  { alarms, overSinceMs }: Pick<AlertState, 'alarms' | 'overSinceMs'>,
): Evaluated {
  // What is not known neither begins nor ends anything.
  if (calls === undefined || calls.all < ENOUGH_CALLS) {
    return { alarms, ...(overSinceMs !== undefined && { overSinceMs }), news: { begun: [], over: [] } };
  }
  const isOver = (calls.hit / calls.all) * 100 > limit;
  const [alarm] = alarms;
  if (alarm !== undefined) {
    const refreshed = { ...alarm, lastMs: isOver ? nowMs : alarm.lastMs };
    const { open, over } = parted([refreshed], nowMs, OVER_AFTER_MS.share);
    return { alarms: open, news: { begun: [], over } };
  }
  if (!isOver) return { alarms: [], news: { begun: [], over: [] } };
  const sinceMs = overSinceMs ?? nowMs;
  if (nowMs - sinceMs < HOLDS_MS) return { alarms: [], overSinceMs: sinceMs, news: { begun: [], over: [] } };
  const begun = { cause: '', words: `over ${limit} % of calls`, since: timeText(sinceMs), lastMs: nowMs };
  return { alarms: [begun], news: { begun: [], share: calls, over: [] } };
}

function parted(alarms: readonly Alarm[], nowMs: number, overAfterMs: number): { open: Alarm[]; over: Alarm[] } {
  const isOver = ({ lastMs }: Alarm) => nowMs - lastMs >= overAfterMs;
  return { open: alarms.filter((alarm) => !isOver(alarm)), over: alarms.filter(isOver) };
}
