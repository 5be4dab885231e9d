import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { JsonObject } from '../shared/json.ts';
import type { ApiTrouble, JsonClient } from './api-client.ts';
import { answerPaceMs } from './pace.ts';
import type { Troubled } from './trouble-banner.tsx';
import { usePolling } from './use-polling.ts';

/** Of much that nobody has counted yet, the newest part shows first; what is older may take its time. */
const FIRST_PART_S = 1;
const GOES_ON_MS = 250;

interface AnswerOptions {
  client: JsonClient;
  /** Path and query; another one is another question. */
  path: string;
  /** The answer that is there stays. */
  isPaused?: boolean;
  onSignedOut: () => void;
}

export interface Asked {
  /** The last answer to this question; undefined until there is one. */
  answer: JsonObject | undefined;
  troubled: Troubled | undefined;
  /** Why the API does not answer the question at all. */
  refusal: ApiTrouble | undefined;
}

/** Asks the API the same again and again, less often while the answer stays the same. */
export function useAnswer({ client, path, isPaused = false, onSignedOut }: AnswerOptions): Asked {
  const [known, setKnown] = useState<{ path: string; answer: JsonObject }>();
  const [refused, setRefused] = useState<{ path: string; trouble: ApiTrouble }>();
  const poll = useMemo(() => {
    let before: JsonObject | undefined;
    let unchanged = 0;
    return async (signal: AbortSignal) => {
      if (isPaused) return undefined;
      const answer = await client.readObject(path, signal, before === undefined ? FIRST_PART_S : undefined);
      if (signal.aborted) return undefined;
      unchanged = answer === before ? unchanged + 1 : 0;
      before = answer;
      setKnown({ path, answer });
      // What is not counted whole goes on at once, if it can become whole.
      return answer.is_whole === false && answer.has_room !== false ? GOES_ON_MS : answerPaceMs(unchanged);
    };
  }, [client, path, isPaused]);
  const onEnd = useCallback(
    (trouble: ApiTrouble) => (trouble.kind === 'signed-out' ? onSignedOut() : setRefused({ path, trouble })),
    [path, onSignedOut],
  );
  useEffect(() => setRefused(undefined), [path]);
  const troubled = usePolling(poll, onEnd);
  return {
    answer: known?.path === path ? known.answer : undefined,
    troubled,
    refusal: refused?.path === path ? refused.trouble : undefined,
  };
}
