import type { Picture } from './picture.ts';
import { paint, paintOver } from './timeline-painter.ts';

/** A canvas of two layers: what follows the pointer lies over what stays, which is not drawn anew for it. */
export function twoLayers(canvas: HTMLCanvasElement) {
  const ctx = canvas.getContext('2d') as CanvasRenderingContext2D;
  const below = new OffscreenCanvas(1, 1);
  const under = below.getContext('2d') as unknown as CanvasRenderingContext2D;
  let isStale = true;
  return {
    /** What stays has changed. */
    change(): void {
      isStale = true;
    },
    draw(picture: Picture): void {
      if (isStale) {
        below.width = canvas.width;
        below.height = canvas.height;
        under.scale(devicePixelRatio, devicePixelRatio);
        paint(under, picture);
        isStale = false;
      }
      ctx.setTransform(1, 0, 0, 1, 0, 0);
      ctx.clearRect(0, 0, canvas.width, canvas.height);
      ctx.drawImage(below, 0, 0);
      ctx.scale(devicePixelRatio, devicePixelRatio);
      paintOver(ctx, picture);
    },
  };
}
