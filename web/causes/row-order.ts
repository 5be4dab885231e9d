import type { CauseCount } from '../../families/call-event/causes/causes-answer.ts';
import { LEVELS } from '../../shared/level.ts';

/** What causes can be ordered by. */
export const ORDERS = {
  weight: 'Errors first, unusual ones on top',
  events: 'Most events',
  calls: 'Most calls',
  first: 'Newest first seen',
  last: 'Last seen',
} as const;
export type Order = keyof typeof ORDERS;

type Compare = (one: CauseCount, other: CauseCount) => number;

const COMPARE: Readonly<Record<Order, Compare>> = {
  weight: (one, other) =>
    severityOf(other) - severityOf(one) ||
    Number(isUnusual(other)) - Number(isUnusual(one)) ||
    other.calls - one.calls ||
    other.events - one.events,
  events: (one, other) => other.events - one.events,
  calls: (one, other) => other.calls - one.calls,
  first: (one, other) => compareText(other.first_seen, one.first_seen),
  last: (one, other) => compareText(other.last_seen, one.last_seen),
};

/** @returns the causes in an order; the same ones in the same way */
export function ordered(causes: readonly CauseCount[], order: Order): CauseCount[] {
  return causes.toSorted((one, other) => COMPARE[order](one, other) || compareText(one.cause, other.cause));
}

/** The causes in the order that is shown already, so that nothing moves under a pointer; new ones stand behind. */
export function inShownOrder(causes: readonly CauseCount[], shown: readonly string[]): CauseCount[] {
  const places = new Map(shown.map((key, index) => [key, index]));
  const place = ({ cause }: CauseCount) => places.get(cause) ?? shown.length;
  return causes.toSorted((one, other) => place(one) - place(other));
}

/** Of fewer events, what is new is chance. */
const MIN_EVENTS = 10;

/** Whether a cause is what one should look at first: it is new, or far more frequent than before. */
export function isUnusual({ state, events }: CauseCount): boolean {
  return (state === 'new' || state === 'spike') && events >= MIN_EVENTS;
}

/** Errors before warnings, and those before all else. */
function severityOf({ level }: CauseCount): number {
  return LEVELS.indexOf(level);
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
