import { useNow } from '../now-context.ts';
import { ageText, utcText } from '../time.ts';
import { useTicks } from '../use-ticks.ts';
import { isSilent, type Pulse } from './pulse.ts';

const REDRAWN_EVERY_MS = 5_000;

/** When something was last heard of any call: a list that is empty does not tell calm from a stack that gets nothing. */
export function LastEvent({ pulse }: { pulse: Pulse | undefined }) {
  const now = useNow();
  useTicks(REDRAWN_EVERY_MS);
  if (pulse === undefined) return null;
  const { latestMs } = pulse;
  const silent = isSilent(pulse, now());
  return (
    <span class={silent ? 'last-heard last-heard-silent' : 'last-heard'}>
      <span class="last-heard-dot" aria-hidden="true" />
      {latestMs === undefined ? (
        'No event yet'
      ) : (
        <>
          <span class="last-heard-words">Last event </span>
          <time dateTime={new Date(latestMs).toISOString()} title={utcText(latestMs)}>
            {ageText(now() - latestMs)} ago
          </time>
        </>
      )}
    </span>
  );
}
