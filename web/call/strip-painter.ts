import { decimal } from '../../families/call-summary/in-words/in-text.ts';
import { CAPTION_HEIGHT, firstFrom } from './lanes.ts';
import { clipped, FONT, line, type Picture, xOf } from './picture.ts';
import { columnsOf, type PlacedStrip, type Strip, valueNear, yOf } from './strips.ts';
import type { TimeView } from './time-view.ts';

const SMALL_FONT = '11px system-ui, sans-serif';
/** How far from the pointer a value may be that is told, in CSS pixels. */
const NEAR = 6;
/** Values have dots where there is so much room for each, in CSS pixels. */
const DOT_GAP = 8;

/** Names and scales beside each strip, its warnings behind it, its threshold and its values. */
export function paintStrips(ctx: CanvasRenderingContext2D, picture: Picture): void {
  for (const strip of picture.strips) {
    paintFrame(ctx, picture, strip);
    const { left, width } = picture;
    clipped(ctx, { x: left, y: strip.top, width: width - left, height: strip.height }, () => {
      const { WARNING, ERROR } = picture.palette.levels;
      paintBands(ctx, picture, strip, { parts: strip.bands, colour: WARNING });
      paintBands(ctx, picture, strip, { parts: strip.bad, colour: ERROR });
      paintErrors(ctx, picture, strip);
      paintThresholds(ctx, picture, strip);
      if (strip.peaks !== undefined) {
        paintValues(ctx, picture, { ...strip, values: strip.peaks }, picture.palette.textMuted);
      }
      paintValues(ctx, picture, strip, picture.palette.accent);
    });
  }
}

/** The values under the pointer; where there is none, at the event that is selected. */
export function paintReadings(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { strips, palette, view, left, width } = picture;
  const atMs = picture.cursorMs ?? picture.selected?.atMs;
  if (atMs === undefined) return;
  const msPerPixel = (view.endMs - view.startMs) / (width - left);
  for (const strip of strips) {
    const position = valueNear(strip, atMs, NEAR * msPerPixel);
    if (position === undefined) continue;
    const [x, y] = [xOf(picture, strip.times[position] ?? 0), yOf(strip, strip.values[position] ?? 0)];
    if (x < left || x > width) continue;
    ctx.fillStyle = palette.accent;
    ctx.beginPath();
    ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
    ctx.fill();
    const text = readingText(strip, position);
    const wide = ctx.measureText(text).width + 10;
    const from = x + 8 + wide > width ? x - 8 - wide : x + 8;
    ctx.fillStyle = palette.text;
    ctx.fillRect(from, strip.plotTop, wide, 18);
    ctx.fillStyle = palette.surface;
    ctx.textAlign = 'left';
    ctx.fillText(text, from + 5, strip.plotTop + 9);
  }
}

/** What was measured at a time, strip by strip: `Jitter 12 ms, at most 64`. */
export function readingsInWords(strips: readonly Strip[], atMs: number): string {
  const told = strips.flatMap((strip) => {
    const position = valueNear(strip, atMs, 0);
    return position === undefined ? [] : `${strip.title} ${readingText(strip, position)}`;
  });
  return told.join(', ');
}

/** `12 ms`, `12 ms, at most 64` */
function readingText({ values, peaks, unit }: Strip, position: number): string {
  const [value, peak] = [values[position] ?? 0, peaks?.[position] ?? Number.NaN];
  const text = `${shortNumber(value)} ${unit}`.trim();
  return Number.isNaN(peak) ? text : `${text}, at most ${shortNumber(peak)}`;
}

function shortNumber(value: number): string {
  return decimal(value < 100 ? value : Math.round(value));
}

function paintFrame(ctx: CanvasRenderingContext2D, { left, width, palette }: Picture, strip: PlacedStrip): void {
  const { top, height, title, unit, range, plotTop, plotHeight } = strip;
  ctx.fillStyle = palette.surface;
  ctx.fillRect(0, top, width, height);
  line(ctx, palette.border, [0, top, width, top]);
  ctx.fillStyle = palette.text;
  ctx.textAlign = 'left';
  ctx.fillText(title, 8, left === 0 ? top + CAPTION_HEIGHT / 2 + 4 : top + height / 2 - 8);
  ctx.font = SMALL_FONT;
  ctx.fillStyle = palette.textMuted;
  const [least, most] = range.map(shortNumber);
  const scale = `${least}–${most} ${unit === 'MOS' ? '' : unit}`.trim();
  if (left === 0) {
    ctx.textAlign = 'right';
    ctx.fillText(scale, width - 8, top + CAPTION_HEIGHT / 2 + 4);
  } else {
    ctx.fillText(scale, 8, plotTop + plotHeight / 2 + 9);
  }
  ctx.font = FONT;
}

function paintBands(
  ctx: CanvasRenderingContext2D,
  picture: Picture,
  { top, height }: PlacedStrip,
  { parts, colour }: { parts: readonly TimeView[]; colour: string },
): void {
  const { view } = picture;
  ctx.globalAlpha = 0.18;
  ctx.fillStyle = colour;
  for (const { startMs, endMs } of parts) {
    if (endMs < view.startMs || startMs > view.endMs) continue;
    const from = xOf(picture, startMs);
    ctx.fillRect(from, top + 1, Math.max(xOf(picture, endMs) - from, 2), height - 1);
  }
  ctx.globalAlpha = 1;
}

/** Of the errors of a call a line each, at most one to a pixel. */
function paintErrors(ctx: CanvasRenderingContext2D, picture: Picture, { top, height }: PlacedStrip): void {
  const { view, lanes, palette } = picture;
  let lastX = Number.NaN;
  for (const { level, times } of lanes.flatMap(({ rows }) => rows)) {
    if (level !== 'ERROR') continue;
    for (let position = firstFrom(times, view.startMs); position < times.length; position += 1) {
      const atMs = times[position] ?? 0;
      if (atMs > view.endMs) break;
      const x = Math.round(xOf(picture, atMs));
      if (x !== lastX) line(ctx, palette.levels.ERROR, [x, top, x, top + height]);
      lastX = x;
    }
  }
}

function paintThresholds(ctx: CanvasRenderingContext2D, { palette, left, width }: Picture, strip: PlacedStrip): void {
  for (const threshold of strip.thresholds) {
    const y = yOf(strip, threshold);
    ctx.setLineDash(threshold === strip.thresholds.at(-1) ? [5, 4] : [1, 4]);
    line(ctx, palette.levels.WARNING, [left, y, width, y]);
  }
  ctx.setLineDash([]);
}

function paintValues(ctx: CanvasRenderingContext2D, picture: Picture, strip: PlacedStrip, colour: string): void {
  const { left, width, view } = picture;
  const columns = columnsOf(strip, view, width - left);
  ctx.strokeStyle = colour;
  ctx.fillStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  columns.forEach(({ x, least, most, first, last, isConnected }, position) => {
    const before = columns[position - 1];
    const isNext = isConnected && before !== undefined && x - before.x <= 1;
    // Of columns side by side each is a bar that reaches to the one before: a line through all of them takes ten times as long.
    if (isNext || most > least) {
      const [low, high] = isNext ? [Math.min(least, before.last), Math.max(most, before.last)] : [least, most];
      const top = yOf(strip, high);
      ctx.fillRect(left + x - 0.75, top - 0.75, 1.5, yOf(strip, low) - top + 1.5);
    }
    if (isConnected && !isNext) ctx.lineTo(left + x, yOf(strip, first));
    ctx.moveTo(left + x, yOf(strip, last));
  });
  ctx.stroke();
  ctx.lineWidth = 1;
  // What stands alone has no line to be seen by.
  columns.forEach(({ x, last, isConnected }, position) => {
    const isAlone = !isConnected && columns[position + 1]?.isConnected !== true;
    if (isAlone || columns.length < (width - left) / DOT_GAP)
      ctx.fillRect(left + x - 1.5, yOf(strip, last) - 1.5, 3, 3);
  });
}
