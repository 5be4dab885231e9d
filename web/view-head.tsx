import type { ComponentChildren } from 'preact';
import { CopyButton } from './copy-button.tsx';
import { fixedLink } from './fixed-link.ts';
import { Moment } from './moment.tsx';
import { useNow } from './now-context.ts';
import { SaveView } from './views/save-view.tsx';

interface ViewHeadProps {
  /** What this is: its `h1`, and what belongs to that. */
  heading: ComponentChildren;
  /** When what is shown was read, in epoch ms; undefined while nothing is. */
  readMs: number | undefined;
  /** There is no trouble with reading more. */
  isLive: boolean;
  isPaused: boolean;
  onPause: () => void;
  /** What can be done with this view beside what every view has. */
  children?: ComponentChildren;
}

/** What a view is, how fresh it is, and what can be done with all of it. */
export function ViewHead({ heading, readMs, isLive, isPaused, onPause, children }: ViewHeadProps) {
  const now = useNow();
  return (
    <div class="page-head view-head">
      <div>{heading}</div>
      <div class="actions no-print">
        <p class="view-state muted">
          {readMs === undefined ? (
            // What the API does not answer at all is said below.
            isLive && 'Loading…'
          ) : (
            <>
              {isPaused ? 'Paused. ' : isLive ? 'Live. ' : ''}
              Read at <Moment atMs={readMs} to="second" />
            </>
          )}
        </p>
        <button type="button" aria-pressed={isPaused} onClick={onPause}>
          {isPaused ? 'Go on' : 'Pause'}
        </button>
        <CopyButton text={() => fixedLink(location, now())} label="Copy a link that keeps to this time">
          Copy link
        </CopyButton>
        {children}
        <SaveView />
      </div>
    </div>
  );
}
