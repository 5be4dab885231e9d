import type { Tone } from '../../families/call-summary/in-words/outcome.ts';
import { LEVEL_SHAPE, SHAPE_SIZE } from '../level-shape.ts';

/** What a tone looks like beside its colour: a disc with a tick, a ring, the diamond of an error. */
const SHAPE: Record<Tone, string> = {
  good: 'M8 0a8 8 0 0 1 0 16a8 8 0 0 1 0-16ZM3.5 8.2l3.1 3.3 6-6.3-1.5-1.4-4.5 4.8-1.6-1.8Z',
  neutral: 'M8 1a7 7 0 0 1 0 14a7 7 0 0 1 0-14ZM8 4a4 4 0 0 0 0 8a4 4 0 0 0 0-8Z',
  bad: LEVEL_SHAPE.ERROR,
};

/** Whether a call went well, as a shape in its colour. The words beside it say the same. */
export function OutcomeMark({ tone }: { tone: Tone }) {
  return (
    <svg
      class={`outcome-mark tone-${tone}`}
      aria-hidden="true"
      viewBox={`0 0 ${SHAPE_SIZE} ${SHAPE_SIZE}`}
      width="0.85em"
      height="0.85em"
    >
      <path d={SHAPE[tone]} fill-rule="evenodd" />
    </svg>
  );
}
