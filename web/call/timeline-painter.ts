import { LANE_WORD } from '../event-facts.ts';
import { LEVEL_SHAPE, SHAPE_SIZE } from '../level-shape.ts';
import { offsetText } from '../time.ts';
import { CAPTION_HEIGHT, type LaneRows, type MarkRow, marksToDraw } from './lanes.ts';
import type { Palette } from './palette.ts';
import { digitsOf, type TimeView, timeTicks } from './time-view.ts';

export const AXIS_HEIGHT = 26;
const OVERVIEW_HEIGHT = 4;
const MARK = 12;
const TICK_WIDTH = 84;
const TICK_GAP = 12;
const FONT = '12px system-ui, sans-serif';

/** Everything a picture of the timeline depends on. Lengths in CSS pixels; the marks begin at `left`. */
export interface Picture {
  width: number;
  left: number;
  lanes: readonly LaneRows[];
  view: TimeView;
  whole: TimeView;
  /** What the axis counts from: the call's first event. */
  originMs: number;
  palette: Palette;
  /** The two marks that stand out. */
  selected?: PlacedMark;
  hovered?: PlacedMark;
}

export interface PlacedMark {
  row: MarkRow;
  atMs: number;
}

/** Where a time is on the picture. */
export function xOf({ view, left, width }: Pick<Picture, 'view' | 'left' | 'width'>, atMs: number): number {
  return left + ((atMs - view.startMs) / (view.endMs - view.startMs)) * (width - left);
}

/** The time at a place on the picture. */
export function timeAt({ view, left, width }: Pick<Picture, 'view' | 'left' | 'width'>, x: number): number {
  return view.startMs + ((x - left) / (width - left)) * (view.endMs - view.startMs);
}

export function heightOf(lanes: readonly LaneRows[]): number {
  return lanes.reduce((sum, { height }) => sum + height, 0) + AXIS_HEIGHT;
}

/** Draws all of it; the canvas is scaled to CSS pixels already. A few hundred marks at most, whatever the call has. */
export function paint(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const height = heightOf(picture.lanes);
  ctx.clearRect(0, 0, picture.width, height);
  ctx.font = FONT;
  ctx.textBaseline = 'middle';
  paintLanes(ctx, picture);
  paintAxis(ctx, picture, height - AXIS_HEIGHT);
  ctx.save();
  ctx.beginPath();
  ctx.rect(picture.left, 0, picture.width - picture.left, height);
  ctx.clip();
  paintMarks(ctx, picture);
  paintStandout(ctx, picture, height - AXIS_HEIGHT);
  ctx.restore();
  paintOverview(ctx, picture, height);
}

function paintLanes(ctx: CanvasRenderingContext2D, { width, left, lanes, palette }: Picture): void {
  lanes.forEach(({ lane, top, height }, position) => {
    ctx.fillStyle = position % 2 === 0 ? palette.surface2 : palette.surface;
    ctx.fillRect(0, top, width, height);
    ctx.fillStyle = palette.text;
    ctx.textAlign = 'left';
    ctx.fillText(LANE_WORD[lane], 8, left === 0 ? top + CAPTION_HEIGHT / 2 + 3 : top + height / 2);
  });
}

function paintAxis(ctx: CanvasRenderingContext2D, picture: Picture, bottom: number): void {
  const { width, left, view, originMs, palette } = picture;
  const longest = ctx.measureText(offsetText(view.endMs - originMs)).width;
  const tickWidth = Math.max(TICK_WIDTH, longest + TICK_GAP);
  const { stepMs, ticks } = timeTicks(view, originMs, Math.floor((width - left) / tickWidth));
  ctx.textAlign = 'center';
  for (const atMs of ticks) {
    const x = Math.round(xOf(picture, atMs)) + 0.5;
    ctx.strokeStyle = palette.border;
    ctx.beginPath();
    ctx.moveTo(x, 0);
    ctx.lineTo(x, bottom + 4);
    ctx.stroke();
    const label = offsetText(atMs - originMs, digitsOf(stepMs));
    const half = ctx.measureText(label).width / 2;
    ctx.fillStyle = palette.textMuted;
    ctx.fillText(label, Math.min(Math.max(x, left + half), width - half), bottom + 12);
  }
}

const PATHS = new Map<string, Path2D>();

function pathOf({ level }: MarkRow): Path2D {
  const path = PATHS.get(level) ?? new Path2D(LEVEL_SHAPE[level]);
  PATHS.set(level, path);
  return path;
}

function paintMarks(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { view, width, left, lanes, palette } = picture;
  const msPerPixel = (view.endMs - view.startMs) / (width - left);
  const around = { startMs: view.startMs - MARK * msPerPixel, endMs: view.endMs + MARK * msPerPixel };
  for (const { rows } of lanes) {
    for (const row of rows) {
      ctx.fillStyle = palette.levels[row.level];
      for (const position of marksToDraw(row, around, 2 * msPerPixel)) {
        paintMark(ctx, picture, { row, atMs: row.times[position] ?? 0 }, MARK);
      }
    }
  }
}

function paintMark(ctx: CanvasRenderingContext2D, picture: Picture, { row, atMs }: PlacedMark, size: number): void {
  const scale = size / SHAPE_SIZE;
  ctx.save();
  ctx.translate(xOf(picture, atMs) - size / 2, row.y - size / 2);
  ctx.scale(scale, scale);
  ctx.fill(pathOf(row), 'evenodd');
  ctx.restore();
}

function paintStandout(ctx: CanvasRenderingContext2D, picture: Picture, bottom: number): void {
  const { palette, selected, hovered } = picture;
  if (selected !== undefined) {
    const x = Math.round(xOf(picture, selected.atMs)) + 0.5;
    ctx.strokeStyle = palette.accent;
    ctx.beginPath();
    ctx.moveTo(x, 0);
    ctx.lineTo(x, bottom);
    ctx.stroke();
  }
  for (const mark of [hovered, selected]) {
    if (mark === undefined) continue;
    ctx.beginPath();
    ctx.arc(xOf(picture, mark.atMs), mark.row.y, MARK * 0.85, 0, 2 * Math.PI);
    ctx.fillStyle = palette.surface;
    ctx.fill();
    ctx.strokeStyle = mark === selected ? palette.accent : palette.textMuted;
    ctx.lineWidth = 2;
    ctx.stroke();
    ctx.lineWidth = 1;
    ctx.fillStyle = palette.levels[mark.row.level];
    paintMark(ctx, picture, mark, MARK);
  }
}

/** Which part of the call is in view; nothing while all of it is. */
function paintOverview(ctx: CanvasRenderingContext2D, { width, left, view, whole, palette }: Picture, height: number) {
  const wholeMs = whole.endMs - whole.startMs;
  const spanMs = view.endMs - view.startMs;
  if (spanMs >= wholeMs) return;
  const scale = (width - left) / wholeMs;
  const y = height - OVERVIEW_HEIGHT;
  ctx.fillStyle = palette.border;
  ctx.fillRect(left, y, width - left, OVERVIEW_HEIGHT);
  ctx.fillStyle = palette.accent;
  ctx.fillRect(left + (view.startMs - whole.startMs) * scale, y, Math.max(spanMs * scale, 6), OVERVIEW_HEIGHT);
}
