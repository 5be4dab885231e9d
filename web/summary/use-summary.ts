import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { JsonObject } from '../../shared/json.ts';
import type { ApiTrouble, JsonClient } from '../api-client.ts';
import { usePolling } from '../use-polling.ts';
import { readSummary } from './read-summary.ts';
import { waitForBetter } from './waiting.ts';

/** What is known of a call's summary. */
export interface SummaryState {
  /** Undefined while nobody knows it, and where there is none. */
  summary?: JsonObject;
  /** It was asked for. */
  isRead: boolean;
  /** A first or a better version may come. */
  isAwaited: boolean;
  /** Why it cannot be read. */
  trouble?: ApiTrouble;
}

export interface SummaryQuestion {
  client: JsonClient;
  callSid: string;
  now: () => number;
  /** When the call was last heard of, epoch ms; undefined while nobody knows. */
  heardMs: number | undefined;
  onSignedOut: () => void;
}

/** Reads the summary of a call, and again while a better version may come. */
export function useSummary({ client, callSid, now, heardMs, onSignedOut }: SummaryQuestion): SummaryState {
  const [state, setState] = useState<SummaryState>({ isRead: false, isAwaited: true });
  const heard = useRef(heardMs);
  heard.current = heardMs;
  const poll = useMemo(
    () => async (signal: AbortSignal) => {
      const summary = await readSummary(client, callSid, signal);
      if (signal.aborted) return undefined;
      const waitMs = waitForBetter(summary, { heardMs: heard.current, nowMs: now() });
      setState({ isRead: true, isAwaited: waitMs !== undefined, ...(summary && { summary }) });
      return waitMs;
    },
    [client, callSid, now],
  );
  const onEnd = useCallback(
    (trouble: ApiTrouble) => {
      if (trouble.kind === 'signed-out') onSignedOut();
      else setState({ isRead: true, isAwaited: false, trouble });
    },
    [onSignedOut],
  );
  const troubled = usePolling(poll, onEnd);
  return troubled === undefined ? state : { ...state, trouble: troubled.trouble };
}
