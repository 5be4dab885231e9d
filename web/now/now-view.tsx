import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { callError } from '../../shared/call-error.ts';
import type { ApiClient, ApiTrouble } from '../api-client.ts';
import { Moment } from '../moment.tsx';
import { TroubleBanner } from '../trouble-banner.tsx';
import { usePolling } from '../use-polling.ts';
import { EventRows } from './event-rows.tsx';
import { isFull, MAX_EVENTS, type SeenEvent, splitFuture } from './feed.ts';
import { createFeedReader, type FeedReader, type FeedState } from './feed-reader.ts';
import { FilterForm } from './filter-form.tsx';
import { type Filters, rangeOf, searchOf } from './filters.ts';
import { LevelChart } from './level-chart.tsx';
import { NewsTeller } from './news-teller.tsx';

/** Events of every call, newest first, as they come. */
export function NowView({ client, filters, kept, onSignedOut }: NowViewProps) {
  const [refusal, setRefusal] = useState<ApiTrouble>();
  // An error code is in no index: what is read is looked through here.
  const question = searchOf({ ...filters, code: undefined });
  const before = kept.current?.client === client && kept.current.question === question ? kept.current : undefined;
  const [shown, setShown] = useState(before);
  // Filters that ask for the same are the same, and the code is not asked for.
  const poll = useMemo(() => {
    const reader = before?.reader ?? createFeedReader({ client, filters, now: Date.now });
    return async (signal: AbortSignal) => {
      const state = await reader.read(signal);
      if (signal.aborted) return undefined;
      kept.current = { client, question, reader, state };
      setShown(kept.current);
      return state.waitMs;
    };
  }, [client, question]);
  const onEnd = useCallback(
    (trouble: ApiTrouble) => (trouble.kind === 'signed-out' ? onSignedOut() : setRefusal(trouble)),
    [onSignedOut],
  );
  const troubled = usePolling(poll, onEnd);
  useEffect(() => setRefusal(undefined), [poll]);

  // What was read for other filters is not what is asked for.
  const state = shown?.question === question ? shown.state : undefined;
  const events = useMemo(() => withCode(state?.feed.events ?? [], filters.code), [state?.feed, filters.code]);
  const { past, future } = splitFuture(events, state?.readMs ?? 0);
  const range = rangeOf(filters, state?.readMs ?? Date.now());

  return (
    <>
      <div class="now-head">
        <h1>What is failing now</h1>
        <p class="muted now-state">
          {state === undefined ? (
            'Loading…'
          ) : (
            <>
              {!troubled && <span class="live-dot" aria-hidden="true" />}
              {troubled ? 'Last read ' : 'Live, read '}
              <Moment atMs={state.readMs} to="second" />
            </>
          )}
        </p>
      </div>
      <TroubleBanner troubled={troubled} />
      {refusal && <p role="alert">{refusal.message}</p>}
      <FilterForm filters={filters} events={state?.feed.events ?? []} />
      {[...(state?.refused ?? [])].map(([level, why]) => (
        <p key={level} class="note">
          {why}
        </p>
      ))}
      {state === undefined && <Skeleton />}
      {/* Of levels that were all refused, nothing is known: an empty list would say that there are none. */}
      {state !== undefined && state.refused.size < filters.levels.length && (
        <>
          <LevelChart events={past} range={range} isWhole={state.isWhole} />
          {isFull(state.feed) && (
            <p class="note">
              These are the latest {MAX_EVENTS.toLocaleString()}: a shorter time or a filter shows others.
            </p>
          )}
          {future.length > 0 && (
            <p>
              <a href="#future-head">{future.length} from the future</a>, where a device’s clock runs ahead
            </p>
          )}
          {past.length === 0 ? (
            <Nothing filters={filters} isWhole={state.isWhole} range={range} />
          ) : (
            <EventRows events={past} />
          )}
          {future.length > 0 && (
            <section class="future" aria-labelledby="future-head">
              <h2 id="future-head">From the future</h2>
              <p class="muted">The clock of these devices runs ahead: when they happened is not known.</p>
              <EventRows events={future} />
            </section>
          )}
          <NewsTeller events={events} />
        </>
      )}
    </>
  );
}

export interface NowViewProps {
  client: ApiClient;
  filters: Filters;
  /** What was read last, for whoever comes back from a call. */
  kept: { current: KeptFeed | undefined };
  onSignedOut: () => void;
}

export interface KeptFeed {
  client: ApiClient;
  question: string;
  reader: FeedReader;
  state: FeedState;
}

function withCode(events: readonly SeenEvent[], code: number | undefined): readonly SeenEvent[] {
  return code === undefined ? events : events.filter(({ event }) => callError(event)?.code === code);
}

interface NothingProps {
  filters: Filters;
  isWhole: boolean;
  range: { fromMs: number; toMs: number };
}

function Nothing({ filters: { group, name }, isWhole, range }: NothingProps) {
  if (range.fromMs > range.toMs) return <p class="empty">Nothing: this time ends before it begins.</p>;
  if (!isWhole) return <p class="empty">Nothing yet that fits; older events are still being read.</p>;
  return (
    <p class="empty">
      Nothing that fits these filters. That may be good news: new events show here by themselves, about 90 seconds after
      they happen.{(group ?? name) !== undefined && ' Group and name are compared as a whole.'}
    </p>
  );
}

function Skeleton() {
  return (
    <div class="skeleton" aria-hidden="true">
      <div />
      <div />
      <div />
      <div />
    </div>
  );
}
