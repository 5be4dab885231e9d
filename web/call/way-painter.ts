import { CAPTION_HEIGHT } from './lanes.ts';
import { clipped, type Picture, xOf } from './picture.ts';
import type { TimeView } from './time-view.ts';
import { WAY_HEIGHT } from './ways.ts';

/** Where there are samples, and where they were bad: a thin line, and a bar, so that no colour has to tell. */
const [THIN, THICK] = [4, 14];

/** A row for each way of the media; the one that the strips are of is marked. */
export function paintWays(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { left, width, ways, palette } = picture;
  const isCaptioned = left === 0;
  for (const { name, top, sampled, bad, isChosen } of ways) {
    const barTop = top + (isCaptioned ? CAPTION_HEIGHT : 0);
    const middle = barTop + WAY_HEIGHT / 2;
    if (isChosen) {
      ctx.fillStyle = palette.accent;
      ctx.fillRect(0, top + 2, 3, barTop - top + WAY_HEIGHT - 4);
    }
    ctx.fillStyle = isChosen ? palette.text : palette.textMuted;
    ctx.textAlign = 'left';
    ctx.fillText(name, 8, isCaptioned ? top + CAPTION_HEIGHT / 2 + 2 : middle);
    clipped(ctx, { x: left, y: barTop, width: width - left, height: WAY_HEIGHT }, () => {
      ctx.fillStyle = palette.good;
      fillParts(ctx, picture, sampled, { middle, height: THIN });
      ctx.fillStyle = palette.levels.ERROR;
      fillParts(ctx, picture, bad, { middle, height: THICK });
    });
  }
}

function fillParts(
  ctx: CanvasRenderingContext2D,
  picture: Picture,
  parts: readonly TimeView[],
  { middle, height }: { middle: number; height: number },
): void {
  const { view } = picture;
  for (const { startMs, endMs } of parts) {
    if (endMs < view.startMs || startMs > view.endMs) continue;
    const from = Math.max(xOf(picture, startMs), 0);
    const to = Math.min(xOf(picture, endMs), picture.width);
    // The shortest time that was bad is seen in the longest call.
    ctx.fillRect(from, middle - height / 2, Math.max(to - from, 2), height);
  }
}
