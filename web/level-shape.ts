import type { Level } from '../shared/level.ts';

/** The side of the square that the shapes are drawn in. */
export const SHAPE_SIZE = 16;

/** What a level looks like beside its colour: an SVG path, for `<path>` and for a canvas' `Path2D` alike. */
export const LEVEL_SHAPE: Record<Level, string> = {
  ERROR: 'M8 0 16 8 8 16 0 8Z',
  WARNING: 'M8 1 15.5 15H.5Z',
  INFO: 'M8 2a6 6 0 0 1 0 12a6 6 0 0 1 0-12Z',
  DEBUG: 'M6 2h4v12H6Z',
  UNKNOWN: 'M2 2v12h12V2ZM5 5h6v6H5Z',
};

/** The custom property of the page's style sheet that has a level's colour. */
export function levelColour(level: Level): string {
  return `--level-${level.toLowerCase()}`;
}

export const LEVEL_WORD: Record<Level, string> = {
  ERROR: 'Error',
  WARNING: 'Warning',
  INFO: 'Info',
  DEBUG: 'Debug',
  UNKNOWN: 'No level',
};
