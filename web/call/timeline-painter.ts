import { LANE_WORD } from '../event-facts.ts';
import { offsetText } from '../time.ts';
import { CAPTION_HEIGHT, firstFrom, marksToDraw } from './lanes.ts';
import { MARK, paintMark } from './mark-sprites.ts';
import { paintOverview } from './overview-painter.ts';
import { PHASE_WORD, type PhaseKind } from './phases.ts';
import { clipped, FONT, line, type Picture, xOf } from './picture.ts';
import { paintReadings, paintStrips } from './strip-painter.ts';
import { digitsOf, timeTicks } from './time-view.ts';
import { paintWays } from './way-painter.ts';

const TICK_WIDTH = 84;
const TICK_GAP = 12;
/** So far apart marks are drawn at least, in CSS pixels: where there are more than fit, one for each half of a mark. */
const [SPARSE, DENSE] = [2, MARK / 2];
/** Draws all of it but what follows a pointer. A few thousand marks and columns at most, whatever the call has. */
export function paint(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { width, left, layout } = picture;
  ctx.clearRect(0, 0, width, layout.height);
  write(ctx);
  paintLanes(ctx, picture);
  paintWays(ctx, picture);
  paintStrips(ctx, picture);
  paintAxis(ctx, picture);
  clipped(ctx, { x: left, y: 0, width: width - left, height: layout.axisTop }, () => {
    paintPhases(ctx, picture);
    paintMarks(ctx, picture);
  });
  paintOverview(ctx, picture);
}

/** Draws what follows a pointer, and what is selected, over it. */
export function paintOver(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { width, left, layout, strips } = picture;
  write(ctx);
  clipped(ctx, { x: left, y: 0, width: width - left, height: layout.axisTop }, () => {
    paintDrawn(ctx, picture);
    paintStandout(ctx, picture);
  });
  paintCursor(ctx, picture);
  if (strips.length > 0) paintReadings(ctx, picture);
}

function write(ctx: CanvasRenderingContext2D): void {
  ctx.font = FONT;
  ctx.textBaseline = 'middle';
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

const PHASE_ALPHA: Record<PhaseKind, number> = { connecting: 0.25, ringing: 0.25, connected: 0.3, reconnecting: 0.5 };

function paintPhases(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { phases, layout, palette, view } = picture;
  const colours: Record<PhaseKind, string> = {
    connecting: palette.textMuted,
    ringing: palette.accent,
    connected: palette.good,
    reconnecting: palette.levels.ERROR,
  };
  for (const { kind, fromMs, toMs } of phases) {
    if (toMs < view.startMs || fromMs > view.endMs) continue;
    const from = Math.max(xOf(picture, fromMs), picture.left);
    const to = Math.min(xOf(picture, toMs), picture.width);
    const [top, height] = [layout.phasesTop + 2, layout.phasesHeight - 4];
    ctx.globalAlpha = PHASE_ALPHA[kind];
    ctx.fillStyle = colours[kind];
    ctx.fillRect(from, top, Math.max(to - from - 1, 1), height);
    ctx.globalAlpha = 1;
    ctx.fillRect(from, top, Math.min(2, to - from), height);
    const word = PHASE_WORD[kind];
    if (ctx.measureText(word).width + 14 > to - from) continue;
    ctx.fillStyle = palette.text;
    ctx.textAlign = 'left';
    ctx.fillText(word, from + 8, top + height / 2);
  }
}

function paintAxis(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { width, left, view, originMs, palette, layout } = picture;
  const longest = ctx.measureText(offsetText(view.endMs - originMs)).width;
  const tickWidth = Math.max(TICK_WIDTH, longest + TICK_GAP);
  const { stepMs, ticks } = timeTicks(view, originMs, Math.floor((width - left) / tickWidth));
  ctx.textAlign = 'center';
  for (const atMs of ticks) {
    const x = xOf(picture, atMs);
    line(ctx, palette.border, [x, layout.phasesHeight, x, layout.axisTop + 4]);
    const label = offsetText(atMs - originMs, digitsOf(stepMs));
    const half = ctx.measureText(label).width / 2;
    ctx.fillStyle = palette.textMuted;
    ctx.fillText(label, Math.min(Math.max(x, left + half), width - half), layout.axisTop + 13);
  }
}

function paintMarks(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { view, width, left, lanes, sprites } = picture;
  const msPerPixel = (view.endMs - view.startMs) / (width - left);
  const around = { startMs: view.startMs - MARK * msPerPixel, endMs: view.endMs + MARK * msPerPixel };
  for (const { rows } of lanes) {
    for (const row of rows) {
      const inView = firstFrom(row.times, around.endMs) - firstFrom(row.times, around.startMs);
      const gap = inView > (width - left) / DENSE ? DENSE : SPARSE;
      for (const position of marksToDraw(row, around, gap * msPerPixel)) {
        paintMark(ctx, sprites, row.level, xOf(picture, row.times[position] ?? 0), row.y);
      }
    }
  }
}

function paintDrawn(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { drawn, palette, layout } = picture;
  if (drawn === undefined) return;
  const [from, to] = [xOf(picture, drawn.startMs), xOf(picture, drawn.endMs)];
  ctx.globalAlpha = 0.15;
  ctx.fillStyle = palette.accent;
  ctx.fillRect(from, 0, to - from, layout.axisTop);
  ctx.globalAlpha = 1;
  for (const x of [from, to]) line(ctx, palette.accent, [x, 0, x, layout.axisTop]);
}

function paintStandout(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { palette, sprites, selected, hovered, layout } = picture;
  if (selected !== undefined) {
    const x = xOf(picture, selected.atMs);
    line(ctx, palette.accent, [x, 0, x, layout.axisTop]);
  }
  for (const mark of [hovered, selected]) {
    if (mark === undefined) continue;
    const x = xOf(picture, mark.atMs);
    ctx.beginPath();
    ctx.arc(x, mark.row.y, MARK * 0.85, 0, 2 * Math.PI);
    ctx.fillStyle = palette.surface;
    ctx.fill();
    ctx.strokeStyle = mark === selected ? palette.accent : palette.textMuted;
    ctx.lineWidth = 2;
    ctx.stroke();
    ctx.lineWidth = 1;
    paintMark(ctx, sprites, mark.row.level, x, mark.row.y);
  }
}

/** A line under the pointer through everything, with its time. */
function paintCursor(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { cursorMs, palette, layout, left, width, originMs, view } = picture;
  if (cursorMs === undefined) return;
  const x = xOf(picture, cursorMs);
  ctx.setLineDash([2, 3]);
  line(ctx, palette.textMuted, [x, 0, x, layout.axisTop]);
  ctx.setLineDash([]);
  const msPerPixel = (view.endMs - view.startMs) / (width - left);
  const label = offsetText(cursorMs - originMs, digitsOf(Math.max(msPerPixel * 10, 1)));
  const half = ctx.measureText(label).width / 2 + 5;
  const middle = Math.min(Math.max(x, left + half), width - half);
  ctx.fillStyle = palette.text;
  ctx.fillRect(middle - half, layout.axisTop + 4, 2 * half, 18);
  ctx.fillStyle = palette.surface;
  ctx.textAlign = 'center';
  ctx.fillText(label, middle, layout.axisTop + 13);
}
