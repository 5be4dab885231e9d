import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { JsonObject } from '../../shared/json.ts';
import type { ApiTrouble, JsonClient } from '../api-client.ts';
import { usePolling } from '../use-polling.ts';
import { readCallsMade, readSummary } from './read-summary.ts';
import { waitForBetter } from './waiting.ts';

/** Every so many readings of a summary, and of each version of it, the calls that it made are read. */
const MADE_EVERY = 15;

/** What is known of a call's summary. */
export interface SummaryState {
  /** Undefined while nobody knows it, and where there is none. */
  summary?: JsonObject;
  /** Summaries of the calls that it made, in no order; none while nobody knows them. */
  made: readonly JsonObject[];
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
  const [state, setState] = useState<SummaryState>({ made: [], isRead: false, isAwaited: true });
  const heard = useRef(heardMs);
  heard.current = heardMs;
  const poll = useMemo(() => {
    let made: readonly JsonObject[] = [];
    let madeOf: string | undefined;
    let readings = 0;
    return async (signal: AbortSignal) => {
      const summary = await readSummary(client, callSid, signal);
      const version = `${summary?.processing_state} ${summary?.processing_version} ${Math.floor(readings / MADE_EVERY)}`;
      if (summary !== undefined && version !== madeOf) made = await readCallsMade(client, summary, signal);
      if (signal.aborted) return undefined;
      readings += 1;
      madeOf = version;
      const waitMs = waitForBetter(summary, { heardMs: heard.current, nowMs: now() });
      setState({ made, isRead: true, isAwaited: waitMs !== undefined, ...(summary && { summary }) });
      return waitMs;
    };
  }, [client, callSid, now]);
  const onEnd = useCallback(
    (trouble: ApiTrouble) => {
      if (trouble.kind === 'signed-out') onSignedOut();
      else setState({ made: [], isRead: true, isAwaited: false, trouble });
    },
    [onSignedOut],
  );
  const troubled = usePolling(poll, onEnd);
  return troubled === undefined ? state : { ...state, trouble: troubled.trouble };
}
