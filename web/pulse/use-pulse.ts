import { useMemo, useState } from 'preact/hooks';
import type { ApiTrouble, JsonClient } from '../api-client.ts';
import { DEFAULT_FILTERS, rangeOf } from '../filters/filters.ts';
import { usePolling } from '../use-polling.ts';
import { type Pulse, pulseOf } from './pulse.ts';

/** Of the last hour: what is unusual is so against the hour before. */
const LOOKED_AT = { ...DEFAULT_FILTERS, span: '1h' } as const;
const EVERY_MS = 60_000;
/** The view's own question comes first: both would read the same. */
const FIRST_AFTER_MS = 3_000;

/** Looks once a minute how things are, whatever view is open; undefined before the first answer. */
export function usePulse(client: JsonClient | undefined, now: () => number, onSignedOut: () => void) {
  const [pulse, setPulse] = useState<Pulse>();
  const poll = useMemo(() => {
    let isBegun = false;
    return async (signal: AbortSignal) => {
      if (client === undefined) return undefined;
      if (!isBegun) {
        isBegun = true;
        return FIRST_AFTER_MS;
      }
      const search = new URLSearchParams({ StartTime: new Date(rangeOf(LOOKED_AT, now()).fromMs).toISOString() });
      const answer = await client.readObject(`/v1/Voice/Events/Causes?${search}`, signal);
      if (!signal.aborted) setPulse(pulseOf(answer));
      return EVERY_MS;
    };
  }, [client, now]);
  // Trouble is said by the view, which asks more often.
  const onEnd = useMemo(() => (trouble: ApiTrouble) => trouble.kind === 'signed-out' && onSignedOut(), [onSignedOut]);
  usePolling(poll, onEnd);
  return client === undefined ? undefined : pulse;
}
