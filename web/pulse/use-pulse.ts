import { useMemo, useState } from 'preact/hooks';
import type { ApiTrouble, JsonClient } from '../api-client.ts';
import { usePolling } from '../use-polling.ts';
import { type Pulse, pulseOf } from './pulse.ts';

/** What is unusual is so against the hour before. Of the same question the answer is not sent again. */
const LAST_HOUR = '/v1/Voice/Events/Causes?StartTime=1h';
const EVERY_MS = 60_000;
/** The view's own question comes first: both would read the same. */
const FIRST_AFTER_MS = 3_000;

/** Looks once a minute how things are, whatever view is open; undefined before the first answer. */
export function usePulse(client: JsonClient | undefined, onSignedOut: () => void) {
  const [known, setKnown] = useState<{ of: JsonClient; pulse: Pulse }>();
  const poll = useMemo(() => {
    let isBegun = false;
    return async (signal: AbortSignal) => {
      if (client === undefined) return undefined;
      if (!isBegun) {
        isBegun = true;
        return FIRST_AFTER_MS;
      }
      const answer = await client.readObject(LAST_HOUR, signal);
      if (!signal.aborted) setKnown({ of: client, pulse: pulseOf(answer) });
      return EVERY_MS;
    };
  }, [client]);
  // Trouble is said by the view, which asks more often.
  const onEnd = useMemo(() => (trouble: ApiTrouble) => trouble.kind === 'signed-out' && onSignedOut(), [onSignedOut]);
  usePolling(poll, onEnd);
  // What another reader was told is nothing to this one.
  return client !== undefined && known?.of === client ? known.pulse : undefined;
}
