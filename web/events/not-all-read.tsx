import { Moment } from '../moment.tsx';

interface NotAllReadProps {
  /** From when on the list has all there is, in epoch ms. */
  completeSinceMs: number;
  /** The end of what is asked for, in epoch ms. */
  toMs: number;
  /** What is older is still being read. */
  isReading: boolean;
}

/** Says that the list is not all there is: nobody shall think that little happened. */
export function NotAllRead({ completeSinceMs, toMs, isReading }: NotAllReadProps) {
  return (
    <p class="note">
      {Number.isFinite(completeSinceMs) && completeSinceMs < toMs ? (
        <>
          The list goes back to <Moment atMs={completeSinceMs} to="minute" />.{' '}
        </>
      ) : (
        'The list is not complete. '
      )}
      {isReading
        ? 'Older events are still loading.'
        : 'There is more than this page holds. Narrow the time range or add a filter.'}
    </p>
  );
}
