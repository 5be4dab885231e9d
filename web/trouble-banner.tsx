import { useEffect, useState } from 'preact/hooks';
import type { ApiTrouble } from './api-client.ts';
import { troubleInWords } from './trouble-in-words.ts';
import { useTicks } from './use-ticks.ts';
import { wakeSleepers } from './wakeful-sleep.ts';

export interface Troubled {
  trouble: ApiTrouble;
  retryMs: number;
}

const SECOND_MS = 1_000;

/**
 * Says what is wrong while it is, over the page, so that nothing under it moves; counts down to the next attempt, which
 * can be had now. The place for it is always there, so that it is read out.
 */
export function TroubleBanner({ troubled }: { troubled: Troubled | undefined }) {
  return (
    <div role="status" class="trouble">
      {troubled && <Trouble {...troubled} />}
    </div>
  );
}

function Trouble({ trouble, retryMs }: Troubled) {
  const [sinceMs, setSinceMs] = useState(() => performance.now());
  useEffect(() => setSinceMs(performance.now()), [trouble]);
  useTicks(SECOND_MS);
  const leftMs = Math.max(retryMs - (performance.now() - sinceMs), 0);
  return (
    <>
      <p>{troubleInWords(trouble)}</p>
      {/* Read out once, and not every second. */}
      <span aria-hidden="true" class="number">
        {leftMs === 0 ? 'Trying…' : `Trying again in ${Math.ceil(leftMs / SECOND_MS)} s.`}
      </span>
      <button type="button" onClick={wakeSleepers}>
        Try now
      </button>
    </>
  );
}
