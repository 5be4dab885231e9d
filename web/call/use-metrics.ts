import { useCallback, useMemo, useState } from 'preact/hooks';
import { type MetricSeries, metricSeries } from '../../families/call-metric/in-words/series.ts';
import type { ApiTrouble, JsonClient } from '../api-client.ts';
import { usePolling } from '../use-polling.ts';
import { type ReadMetrics, readMetrics } from './read-metrics.ts';
import type { CallState } from './use-call.ts';

const POLL_MS = 10_000;
/** Every so many readings all pages are read, since a sample of the beginning may be late. */
const WHOLE_EVERY = 12;

/** The samples of a call's media, with what makes words of them: a call without any needs none of that. */
export interface Media {
  series: readonly MetricSeries[];
  words?: Pick<typeof import('../later.ts'), 'metricsInWords' | 'measuredLines'>;
}

/** Reads the samples of a call behind its events, and while it is young what is new. Undefined until they are read. */
export function useMetrics({
  client,
  callSid,
  state,
  onSignedOut,
}: {
  client: JsonClient;
  callSid: string;
  state: CallState;
  onSignedOut: () => void;
}): Media | undefined {
  const [media, setMedia] = useState<Media>();
  const [isReady, isYoung] = [state !== 'loading', state === 'young'];
  const poll = useMemo(() => {
    let known: ReadMetrics | undefined;
    let readings = 0;
    return async (signal: AbortSignal) => {
      if (!isReady) return undefined;
      const isAll = readings % WHOLE_EVERY === 0;
      const read = await readMetrics(client, callSid, signal, isAll ? undefined : known);
      const words = read.samples.length === 0 ? undefined : await import('../later.ts');
      if (signal.aborted) return undefined;
      if (read.samples.length !== known?.samples.length) {
        setMedia({ series: metricSeries(read.samples), ...(words && { words }) });
      }
      readings += 1;
      known = read;
      return isYoung ? POLL_MS : undefined;
    };
  }, [client, callSid, isReady, isYoung]);
  // What cannot be read is not there: the call has its events without it.
  const onEnd = useCallback(({ kind }: ApiTrouble) => kind === 'signed-out' && onSignedOut(), [onSignedOut]);
  usePolling(poll, onEnd);
  return media;
}
