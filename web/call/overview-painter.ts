import type { Picture } from './picture.ts';
import { isWhole } from './time-view.ts';

/** How much of the overview's height a level's line takes, so that an error stands out of what is beside it. */
const HEIGHT = { UNKNOWN: 0.35, DEBUG: 0.25, INFO: 0.35, WARNING: 0.7, ERROR: 0.95 };

/** The whole call as a picture of its own, which is the same for every view of it. @param ratio pixels of the screen to a CSS pixel */
export function overviewOf(
  { width, left, whole, palette, lanes, layout }: Omit<Picture, 'view' | 'overview' | 'sprites'>,
  ratio: number,
): OffscreenCanvas {
  const height = layout.overviewHeight;
  const canvas = new OffscreenCanvas(Math.max(Math.round((width - left) * ratio), 1), Math.round(height * ratio));
  const ctx = canvas.getContext('2d');
  if (ctx === null) return canvas;
  ctx.scale(ratio, ratio);
  const scale = (width - left) / (whole.endMs - whole.startMs);
  ctx.fillStyle = palette.surface2;
  ctx.fillRect(0, 0, width - left, height);
  for (const level of ['DEBUG', 'UNKNOWN', 'INFO', 'WARNING', 'ERROR'] as const) {
    ctx.fillStyle = palette.levels[level];
    for (const row of lanes.flatMap(({ rows }) => rows)) {
      if (row.level !== level) continue;
      let last = -1;
      for (const atMs of row.times) {
        const x = Math.round((atMs - whole.startMs) * scale);
        if (x === last) continue;
        last = x;
        ctx.fillRect(x, height * (1 - HEIGHT[level]), 1, height * HEIGHT[level]);
      }
    }
  }
  return canvas;
}

/** The whole call, and which part of it is in view. */
export function paintOverview(ctx: CanvasRenderingContext2D, picture: Picture): void {
  const { width, left, view, whole, palette, layout, overview } = picture;
  const { overviewTop: top, overviewHeight: height } = layout;
  const scale = (width - left) / (whole.endMs - whole.startMs);
  const xOf = (atMs: number) => left + (atMs - whole.startMs) * scale;
  ctx.drawImage(overview, left, top, width - left, height);
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
