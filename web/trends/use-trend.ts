import { useMemo, useState } from 'preact/hooks';
import type { JsonObject } from '../../shared/json.ts';
import { createTurns } from '../../shared/turns.ts';
import type { ApiTrouble, JsonClient } from '../api-client.ts';
import { searchWith } from '../filters/filters.ts';
import type { Troubled } from '../trouble-banner.tsx';
import { useReading } from '../use-reading.ts';
import { type TrendTable, trendOf } from './read-trend.ts';
import type { DaySpan } from './trend-days.ts';

/** The function keeps answers for an hour. */
const ASK_AGAIN_MS = 10 * 60_000;
/** Before the browser gives up. */
const WAIT_S = 10;
/** As many as the function reads at a time: more would wait there, and be answered by copies of it that know nothing. */
const inTurn = createTurns(2);

export const TRENDS_PATH = '/v1/Voice/Trends';

/** A question to the archive, as far as it is answered. */
export interface AskedTrend {
  table: TrendTable | undefined;
  /** The archive is still being read; it is asked again. */
  isSlow: boolean;
  /** What else is in the way. */
  troubled: Troubled | undefined;
  /** Why there is no answer at all. */
  refusal: ApiTrouble | undefined;
}

interface TrendOptions {
  client: JsonClient;
  span: DaySpan;
  onSignedOut: () => void;
}

/** Asks the archive a question of these days. */
export function useTrend(question: string, { span: { from, to }, ...options }: TrendOptions): AskedTrend {
  const search = searchWith([
    ['Question', question],
    ['StartDay', from],
    ['EndDay', to],
  ]);
  const { answer, ...asked } = useTrendAnswer(`${TRENDS_PATH}?${search}`, options);
  const table = useMemo(() => trendOf(answer), [answer]);
  return { table, ...asked };
}

/** Asks for what the archive answers, and now and then again. */
export function useTrendAnswer(path: string, { client, onSignedOut }: Omit<TrendOptions, 'span'>) {
  const [known, setKnown] = useState<{ path: string; answer: JsonObject }>();
  const poll = useMemo(
    () => async (signal: AbortSignal) => {
      const answer = await inTurn(() => client.readObject(path, signal, WAIT_S));
      if (signal.aborted) return undefined;
      setKnown({ path, answer });
      return ASK_AGAIN_MS;
    },
    [client, path],
  );
  const { troubled, refusal } = useReading(poll, onSignedOut);
  // Of what the function cannot answer yet it says when to ask again.
  const isSlow = troubled?.trouble.kind === 'failed' && troubled.trouble.retryAfterMs !== undefined;
  return {
    answer: known?.path === path ? known.answer : undefined,
    isSlow,
    troubled: isSlow ? undefined : troubled,
    refusal,
  };
}
