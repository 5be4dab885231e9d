import type { Picture } from './picture.ts';
import { isWhole } from './time-view.ts';

/** How much of the overview's height a level's line takes, so that an error stands out of what is beside it. */
const HEIGHT = { UNKNOWN: 0.35, DEBUG: 0.25, INFO: 0.35, WARNING: 0.7, ERROR: 0.95 };

/** The whole call, and which part of it is in view. */
export function paintOverview(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { width, left, view, whole, palette, lanes, layout } = picture;
  const { overviewTop: top, overviewHeight: height } = layout;
  const scale = (width - left) / (whole.endMs - whole.startMs);
  const xOf = (atMs: number) => left + (atMs - whole.startMs) * scale;
  ctx.fillStyle = palette.surface2;
  ctx.fillRect(left, top, width - left, height);
  for (const level of ['DEBUG', 'UNKNOWN', 'INFO', 'WARNING', 'ERROR'] as const) {
    ctx.fillStyle = palette.levels[level];
    for (const row of lanes.flatMap(({ rows }) => rows)) {
      if (row.level !== level) continue;
      let last = -1;
      for (const atMs of row.times) {
        const x = Math.round(xOf(atMs));
        if (x === last) continue;
        last = x;
        ctx.fillRect(x, top + height * (1 - HEIGHT[level]), 1, height * HEIGHT[level]);
      }
    }
  }
  if (isWhole(view, whole)) return;
  const [from, to] = [xOf(view.startMs), Math.max(xOf(view.endMs), xOf(view.startMs) + 4)];
  ctx.globalAlpha = 0.7;
  ctx.fillStyle = palette.surface;
  ctx.fillRect(left, top, from - left, height);
  ctx.fillRect(to, top, width - to, height);
  ctx.globalAlpha = 1;
  ctx.strokeStyle = palette.accent;
  ctx.lineWidth = 2;
  ctx.strokeRect(from, top + 1, to - from, height - 2);
  ctx.lineWidth = 1;
}
