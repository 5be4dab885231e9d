import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ApiTrouble } from './api-client.ts';
import type { Troubled } from './trouble-banner.tsx';
import { usePolling } from './use-polling.ts';

export interface Reading {
  /** What is in the way, for as long as it is. */
  troubled: Troubled | undefined;
  /** Why the API does not answer at all. */
  refusal: ApiTrouble | undefined;
}

/** Polls as somebody who is signed in; a new `poll` is a new beginning. */
export function useReading(
  poll: (signal: AbortSignal) => Promise<number | undefined>,
  onSignedOut: () => void,
): Reading {
  const [refusal, setRefusal] = useState<ApiTrouble>();
  const onEnd = useCallback(
    (trouble: ApiTrouble) => (trouble.kind === 'signed-out' ? onSignedOut() : setRefusal(trouble)),
    [onSignedOut],
  );
  const troubled = usePolling(poll, onEnd);
  useEffect(() => setRefusal(undefined), [poll]);
  return { troubled, refusal };
}
