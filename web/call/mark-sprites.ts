import { LEVELS, type Level } from '../../shared/level.ts';
import { LEVEL_SHAPE, SHAPE_SIZE } from '../level-shape.ts';
import type { Palette } from './palette.ts';

/** A mark's side, in CSS pixels. */
export const MARK = 12;

/** The marks of the levels as small pictures: to copy one takes far less than to fill its path. */
export type Sprites = Readonly<Record<Level, CanvasImageSource>>;

/** @param ratio pixels of the screen to a CSS pixel */
export function markSprites(palette: Palette, ratio: number): Sprites {
  return Object.fromEntries(LEVELS.map((level) => [level, spriteOf(level, palette.levels[level], ratio)])) as Record<
    Level,
    CanvasImageSource
  >;
}

/** Draws a mark around a point. */
export function paintMark(ctx: CanvasRenderingContext2D, sprites: Sprites, level: Level, x: number, y: number): void {
  ctx.drawImage(sprites[level], x - MARK / 2, y - MARK / 2, MARK, MARK);
}

function spriteOf(level: Level, colour: string, ratio: number): CanvasImageSource {
  const side = Math.ceil(MARK * ratio);
  const canvas = new OffscreenCanvas(side, side);
  const ctx = canvas.getContext('2d');
  if (ctx === null) return canvas;
  ctx.scale(side / SHAPE_SIZE, side / SHAPE_SIZE);
  ctx.fillStyle = colour;
  ctx.fill(new Path2D(LEVEL_SHAPE[level]), 'evenodd');
  return canvas;
}
