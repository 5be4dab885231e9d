import { useMemo, useRef, useState } from 'preact/hooks';
import type { JsonObject } from '../../shared/json.ts';
import type { ApiClient } from '../api-client.ts';
import { type Filters, searchOf } from '../filters/filters.ts';
import { useNow } from '../now-context.ts';
import { type Reading, useReading } from '../use-reading.ts';
import type { EventCounts } from './event-counts.ts';
import { createFeedReader, type FeedReader, type FeedState } from './feed-reader.ts';

interface FeedOptions {
  client: ApiClient;
  filters: Filters;
  /** What the API counted by now of all that fits. */
  counts: EventCounts | undefined;
  /** What is kept with it. */
  counted: Counted | undefined;
  kept: { current: KeptFeed | undefined };
  onSignedOut: () => void;
}

/** What was read last, for whoever comes back from a call. */
export interface KeptFeed {
  client: ApiClient;
  question: string;
  reader: FeedReader;
  state: FeedState;
  counted: Counted | undefined;
}

/** An answer with counts, and the request that it answers. */
export interface Counted {
  path: string;
  answer: JsonObject;
}

export interface ShownFeed extends Reading {
  /** What was read for these filters; undefined until something is. */
  state: FeedState | undefined;
}

/** Reads events again and again, and begins anew where filters ask for something else. */
export function useFeed({ client, filters, counts, counted, kept, onSignedOut }: FeedOptions): ShownFeed {
  const now = useNow();
  const question = searchOf(filters);
  const before = kept.current?.client === client && kept.current.question === question ? kept.current : undefined;
  const [shown, setShown] = useState(before);
  const latest = useRef({ counts, counted });
  latest.current = { counts, counted };
  // Filters that ask for the same are the same.
  const poll = useMemo(() => {
    const reader = before?.reader ?? createFeedReader({ client, filters, now });
    return async (signal: AbortSignal) => {
      const state = await reader.read(signal, latest.current.counts);
      if (signal.aborted) return undefined;
      kept.current = { client, question, reader, state, counted: latest.current.counted };
      setShown(kept.current);
      return state.waitMs;
    };
  }, [client, now, question]);
  const reading = useReading(poll, onSignedOut);
  // What was read for other filters is not what is asked for.
  return { state: shown?.question === question ? shown.state : undefined, ...reading };
}
