import type { EventResource } from '../../families/call-event/event-resource.ts';
import { eventTimes, spanOf } from '../event-facts.ts';
import { alignedTimes, type ClockApart, clocksApart, strayEvents } from './clocks.ts';
import { timeOrder } from './time-order.ts';
import type { TimeView } from './time-view.ts';

/** The events of a call, each in its place on a time axis. Positions are of `events`. */
export interface PlacedEvents {
  events: readonly EventResource[];
  /** Epoch ms of each, by the clocks of the edges, or by one clock where they are aligned. */
  times: readonly number[];
  /** Positions in the order of these times. */
  order: readonly number[];
  /** The time of the call, without those that stray; epoch ms. */
  span: TimeView;
  /** How long it took, in ms, by one clock. */
  lengthMs: number;
  apart: readonly ClockApart[];
  /** Positions of events so far from the others that a clock must have been wrong. */
  strays: readonly number[];
}

/** @param isAligned clocks that are apart are set by one of them */
export function placeEvents(events: readonly EventResource[], { isAligned }: { isAligned: boolean }): PlacedEvents {
  const told = eventTimes(events);
  const strays = strayEvents(events, told);
  const apart = clocksApart(events, told);
  const aligned = apart.length === 0 ? told : alignedTimes(events, told, apart);
  const times = isAligned ? aligned : told;
  const isStray = new Set(strays);
  const spanWithout = (all: readonly number[]) => spanOf(all.filter((_atMs, index) => !isStray.has(index)));
  const { startMs, endMs } = spanWithout(aligned);
  return { events, times, order: timeOrder(times), span: spanWithout(times), lengthMs: endMs - startMs, apart, strays };
}
