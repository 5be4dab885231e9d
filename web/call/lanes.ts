import type { EventResource } from '../../families/call-event/event-resource.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import { LANES, type Lane, laneOf, levelOf } from '../event-facts.ts';
import type { PlacedEvents } from './placed-events.ts';
import type { TimeView } from './time-view.ts';

/** The events of one level in one lane, in the order of their times: `times[i]` is that of `events[indexes[i]]`. */
export interface MarkRow {
  level: Level;
  /** The middle of the row, in CSS pixels from the top. */
  y: number;
  times: number[];
  indexes: number[];
}

export interface LaneRows {
  lane: Lane;
  top: number;
  height: number;
  rows: MarkRow[];
}

export const ROW_HEIGHT = 20;
const LANE_PADDING = 6;
/** Of a lane that is named above its marks and not beside them. */
export const CAPTION_HEIGHT = 16;

/** How lanes are laid out, and which events they show. */
export interface LaneOptions {
  /** Named above their marks and not beside them. */
  captioned: boolean;
  /** Where the first one begins, in CSS pixels. */
  top?: number;
  /** Rows stay where they are, whatever is shown. */
  isShown?: (index: number) => boolean;
}

/**
 * The lanes that have events, each with a row for every level that occurs in it, worst first: so neither colour nor
 * shape alone tells a level, and an error does not hide among the debug events of its millisecond.
 */
export function lanesOf(
  { events, times, order }: Pick<PlacedEvents, 'events' | 'times' | 'order'>,
  { captioned, top: firstTop = 0, isShown = () => true }: LaneOptions,
): LaneRows[] {
  const lanes = new Map<Lane, Map<Level, MarkRow>>();
  for (const index of order) {
    const event = events[index] as EventResource;
    const rows = entry(lanes, laneOf(event), () => new Map<Level, MarkRow>());
    const level = levelOf(event);
    const row = entry(rows, level, () => ({ level, y: 0, times: [], indexes: [] }));
    if (!isShown(index)) continue;
    row.times.push(times[index] ?? 0);
    row.indexes.push(index);
  }
  let top = firstTop;
  return LANES.flatMap((lane) => {
    const rowsOf = lanes.get(lane);
    if (rowsOf === undefined) return [];
    const rows = LEVELS.toReversed().flatMap((level) => rowsOf.get(level) ?? []);
    const marksTop = top + LANE_PADDING + (captioned ? CAPTION_HEIGHT : 0);
    rows.forEach((row, position) => {
      row.y = marksTop + (position + 0.5) * ROW_HEIGHT;
    });
    const height = marksTop - top + rows.length * ROW_HEIGHT + LANE_PADDING;
    const placed = { lane, top, height, rows };
    top += height;
    return placed;
  });
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** The first position whose time is not before `atMs`; the length where all are. */
export function firstFrom(times: ArrayLike<number>, atMs: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How far from a mark's middle still counts as on it, in CSS pixels: a finger's width. */
const REACH = 14;

/**
 * The event nearest to a point, undefined where none is in reach. Of several at one distance it is the first, and the
 * worst, which is above.
 */
export function eventAt(
  lanes: readonly LaneRows[],
  point: { x: number; y: number },
  xOf: (atMs: number) => number,
  atMs: number,
): number | undefined {
  let nearest: number | undefined;
  let shortest = REACH;
  for (const { rows } of lanes) {
    for (const row of rows) {
      if (Math.abs(row.y - point.y) > REACH) continue;
      const next = firstFrom(row.times, atMs);
      const before = row.times[next - 1];
      // The first of those that share the time just before.
      for (const position of [before === undefined ? next : firstFrom(row.times, before), next]) {
        const time = row.times[position];
        if (time === undefined) continue;
        const distance = Math.hypot(xOf(time) - point.x, row.y - point.y);
        if (distance >= shortest) continue;
        shortest = distance;
        nearest = row.indexes[position];
      }
    }
  }
  return nearest;
}

/**
 * The positions of a row to draw in a view: of marks that would cover each other, the first of each `gapMs`, counted
 * from no particular view, so that marks do not flicker while the view moves.
 */
export function marksToDraw({ times }: MarkRow, view: TimeView, gapMs: number): number[] {
  const drawn: number[] = [];
  let lastGap = Number.NaN;
  for (let position = firstFrom(times, view.startMs); position < times.length; position += 1) {
    const atMs = times[position] ?? 0;
    if (atMs > view.endMs) break;
    const gap = Math.floor(atMs / gapMs);
    if (gap === lastGap) continue;
    drawn.push(position);
    lastGap = gap;
  }
  return drawn;
}

/** The event so many after another in time, the last or the first one at most; without another, counted from outside. */
export function eventBeside(order: readonly number[], from: number | undefined, by: number): number | undefined {
  const position = from === undefined ? (by > 0 ? -1 : order.length) : order.indexOf(from);
  return order[Math.min(Math.max(position + by, 0), order.length - 1)];
}

/** The event nearest in time in the next lane that way, undefined where there is none. */
export function eventInNextLane(
  lanes: readonly LaneRows[],
  { lane, atMs }: { lane: Lane; atMs: number },
  by: 1 | -1,
): number | undefined {
  const next = lanes[lanes.findIndex((one) => one.lane === lane) + by];
  let nearest: { index: number; away: number } | undefined;
  for (const { times, indexes } of next?.rows ?? []) {
    const after = firstFrom(times, atMs);
    for (const position of [after, after - 1]) {
      const [time, index] = [times[position], indexes[position]];
      if (time === undefined || index === undefined) continue;
      const away = Math.abs(time - atMs);
      if (nearest === undefined || away < nearest.away) nearest = { index, away };
    }
  }
  return nearest?.index;
}
