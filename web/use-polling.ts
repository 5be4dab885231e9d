import { useEffect, useState } from 'preact/hooks';
import type { ApiTrouble } from './api-client.ts';
import { keepPolling } from './polling.ts';
import type { Troubled } from './trouble-banner.tsx';
import { wakefulSleep } from './wakeful-sleep.ts';

/**
 * Polls while the component is there; a new `poll` is a new beginning. `onEnd` hears of trouble that no waiting cures.
 * @returns the trouble of the moment
 */
export function usePolling(
  poll: (signal: AbortSignal) => Promise<number | undefined>,
  onEnd: (trouble: ApiTrouble) => void,
): Troubled | undefined {
  const [troubled, setTroubled] = useState<Troubled>();
  useEffect(() => {
    const controller = new AbortController();
    setTroubled(undefined);
    keepPolling({
      poll,
      onTrouble: (trouble, retryMs) => setTroubled(trouble && { trouble, retryMs }),
      onEnd,
      sleep: wakefulSleep,
      signal: controller.signal,
    });
    return () => controller.abort();
  }, [poll, onEnd]);
  return troubled;
}
