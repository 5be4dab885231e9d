import { decimal } from '../../families/call-summary/in-words/in-text.ts';
import { CAPTION_HEIGHT } from './lanes.ts';
import { clipped, FONT, line, type Picture, xOf } from './picture.ts';
import { columnsOf, type PlacedStrip, sampleNear, yOf } from './strips.ts';

const SMALL_FONT = '11px system-ui, sans-serif';
/** How far from the pointer a value may be that is told, in CSS pixels and in ms. */
const NEAR = { pixels: 6, ms: 1_500 };

/** Names and scales beside each strip, its warnings behind it, its threshold and its values. */
export function paintStrips(ctx: CanvasRenderingContext2D, picture: Picture): void {
  for (const strip of picture.strips) {
    paintFrame(ctx, picture, strip);
    const { left, width } = picture;
    clipped(ctx, { x: left, y: strip.top, width: width - left, height: strip.height }, () => {
      paintBands(ctx, picture, strip);
      paintThresholds(ctx, picture, strip);
      paintValues(ctx, picture, strip);
    });
  }
}

/** The values under the pointer. */
export function paintReadings(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { strips, cursorMs, palette, view, left, width } = picture;
  if (cursorMs === undefined) return;
  const msPerPixel = (view.endMs - view.startMs) / (width - left);
  for (const strip of strips) {
    const sample = sampleNear(strip, cursorMs, Math.max(NEAR.pixels * msPerPixel, NEAR.ms));
    if (sample === undefined) continue;
    const [x, y] = [xOf(picture, sample.atMs), yOf(strip, sample.value)];
    ctx.fillStyle = palette.accent;
    ctx.beginPath();
    ctx.arc(x, y, 3.5, 0, 2 * Math.PI);
    ctx.fill();
    const text = `${decimal(sample.value)} ${strip.unit}`.trim();
    const wide = ctx.measureText(text).width + 10;
    const from = x + 8 + wide > width ? x - 8 - wide : x + 8;
    ctx.fillStyle = palette.text;
    ctx.fillRect(from, strip.plotTop, wide, 18);
    ctx.fillStyle = palette.surface;
    ctx.textAlign = 'left';
    ctx.fillText(text, from + 5, strip.plotTop + 9);
  }
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
  const [least, most] = range.map((value) => decimal(value));
  const scale = `${least}–${most} ${unit === 'MOS' ? '' : unit}`.trim();
  if (left === 0) {
    ctx.textAlign = 'right';
    ctx.fillText(scale, width - 8, top + CAPTION_HEIGHT / 2 + 4);
  } else {
    ctx.fillText(scale, 8, plotTop + plotHeight / 2 + 9);
  }
  ctx.font = FONT;
}

function paintBands(ctx: CanvasRenderingContext2D, picture: Picture, { bands, top, height }: PlacedStrip): void {
  const { palette, view } = picture;
  ctx.globalAlpha = 0.18;
  ctx.fillStyle = palette.levels.WARNING;
  for (const { startMs, endMs } of bands) {
    if (endMs < view.startMs || startMs > view.endMs) continue;
    const from = xOf(picture, startMs);
    ctx.fillRect(from, top + 1, Math.max(xOf(picture, endMs) - from, 2), height - 1);
  }
  ctx.globalAlpha = 1;
}

function paintThresholds(ctx: CanvasRenderingContext2D, { palette, left, width }: Picture, strip: PlacedStrip): void {
  ctx.setLineDash([5, 4]);
  for (const threshold of strip.thresholds) {
    const y = yOf(strip, threshold);
    line(ctx, palette.levels.WARNING, [left, y, width, y]);
  }
  ctx.setLineDash([]);
}

function paintValues(ctx: CanvasRenderingContext2D, picture: Picture, strip: PlacedStrip): void {
  const { left, width, view, palette } = picture;
  const columns = columnsOf(strip, view, width - left);
  ctx.strokeStyle = palette.accent;
  ctx.fillStyle = palette.accent;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (const { x, least, most, first, last, isConnected } of columns) {
    if (isConnected) ctx.lineTo(left + x, yOf(strip, first));
    else ctx.moveTo(left + x, yOf(strip, first));
    if (most > least) {
      ctx.moveTo(left + x, yOf(strip, least));
      ctx.lineTo(left + x, yOf(strip, most));
      ctx.moveTo(left + x, yOf(strip, last));
    }
  }
  ctx.stroke();
  ctx.lineWidth = 1;
  // What stands alone has no line to be seen by.
  for (const { x, last } of columns) ctx.fillRect(left + x - 1.5, yOf(strip, last) - 1.5, 3, 3);
}
