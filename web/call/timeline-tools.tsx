import type { ComponentChildren } from 'preact';
import type { TimelineBoard } from './timeline-board.ts';

const STEP = 0.25;
/** How much of the time in view is left when one zooms in once. */
export const CLOSER = 0.5;

/** The buttons that move the timeline, for hands without a wheel. */
export function TimelineTools({ board }: { board: () => TimelineBoard | undefined }) {
  return (
    <div class="timeline-tools">
      <Tool label="Zoom in" onClick={() => board()?.zoom(CLOSER)}>
        +
      </Tool>
      <Tool label="Zoom out" onClick={() => board()?.zoom(1 / CLOSER)}>
        −
      </Tool>
      <Tool label="Earlier" onClick={() => board()?.pan(-STEP)}>
        ←
      </Tool>
      <Tool label="Later" onClick={() => board()?.pan(STEP)}>
        →
      </Tool>
      <button type="button" onClick={() => board()?.showAll()}>
        Whole call
      </button>
    </div>
  );
}

function Tool({ label, onClick, children }: { label: string; onClick: () => void; children: ComponentChildren }) {
  return (
    <button type="button" aria-label={label} title={label} onClick={onClick}>
      <span aria-hidden="true">{children}</span>
    </button>
  );
}
