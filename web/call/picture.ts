import type { LaneRows, MarkRow } from './lanes.ts';
import type { Sprites } from './mark-sprites.ts';
import type { Palette } from './palette.ts';
import type { Phase } from './phases.ts';
import type { PlacedStrip } from './strips.ts';
import type { TimeView } from './time-view.ts';
import type { BoardLayout } from './timeline-layout.ts';
import type { PlacedWay } from './ways.ts';

export const FONT = '12px system-ui, sans-serif';

/** Everything a picture of the timeline depends on. Lengths in CSS pixels; times begin at `left`. */
export interface Picture {
  width: number;
  left: number;
  layout: BoardLayout;
  lanes: readonly LaneRows[];
  ways: readonly PlacedWay[];
  strips: readonly PlacedStrip[];
  phases: readonly Phase[];
  view: TimeView;
  whole: TimeView;
  /** What the axis counts from: the call's first event. */
  originMs: number;
  palette: Palette;
  sprites: Sprites;
  /** All of the call, see `overviewOf`. */
  overview: CanvasImageSource;
  /** The two marks that stand out. */
  selected?: PlacedMark | undefined;
  hovered?: PlacedMark | undefined;
  /** The time under the pointer. */
  cursorMs?: number | undefined;
  /** The time that somebody is about to zoom to. */
  drawn?: TimeView | undefined;
}

export interface PlacedMark {
  row: MarkRow;
  atMs: number;
}

type Place = Pick<Picture, 'view' | 'left' | 'width'>;

/** Where a time is on the picture. */
export function xOf({ view, left, width }: Place, atMs: number): number {
  return left + ((atMs - view.startMs) / (view.endMs - view.startMs)) * (width - left);
}

/** The time at a place on the picture. */
export function timeAt({ view, left, width }: Place, x: number): number {
  return view.startMs + ((x - left) / (width - left)) * (view.endMs - view.startMs);
}

/** Draws inside of a rectangle only. */
export function clipped(
  ctx: CanvasRenderingContext2D,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
  draw: () => void,
): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(x, y, width, height);
  ctx.clip();
  draw();
  ctx.restore();
}

/** A line between two points, sharp where it is upright or level. */
export function line(ctx: CanvasRenderingContext2D, colour: string, points: [number, number, number, number]): void {
  const [fromX, fromY, toX, toY] = points.map((length) => Math.round(length) + 0.5) as typeof points;
  ctx.strokeStyle = colour;
  ctx.beginPath();
  ctx.moveTo(fromX, fromY);
  ctx.lineTo(toX, toY);
  ctx.stroke();
}
