import type { Level } from '../shared/level.ts';
import { LEVEL_SHAPE, LEVEL_WORD, levelColour, SHAPE_SIZE } from './level-shape.ts';

/** A level as a shape in its colour, named for who cannot see either. */
export function LevelMark({ level }: { level: Level }) {
  return (
    <svg
      class="level-mark"
      role="img"
      aria-label={LEVEL_WORD[level]}
      viewBox={`0 0 ${SHAPE_SIZE} ${SHAPE_SIZE}`}
      width="0.8em"
      height="0.8em"
      fill={`var(${levelColour(level)})`}
    >
      <path d={LEVEL_SHAPE[level]} fill-rule="evenodd" />
    </svg>
  );
}
