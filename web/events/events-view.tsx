import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ApiClient, JsonClient } from '../api-client.ts';
import { FacetPanel } from '../causes/facet-panel.tsx';
import { LoadingOverview, Overview } from '../causes/overview.tsx';
import { countText, Whole } from '../count.ts';
import { download } from '../download.ts';
import { ActiveFilters } from '../filters/active-filters.tsx';
import { FilterForm } from '../filters/filter-form.tsx';
import { type Filters, rangeOf, searchOf } from '../filters/filters.ts';
import { LeftOut } from '../filters/left-out.tsx';
import { useSeenValues } from '../filters/seen-values.ts';
import { LoadingRows } from '../loading-rows.tsx';
import { useNow } from '../now-context.ts';
import { TroubleBanner } from '../trouble-banner.tsx';
import { ViewHead } from '../view-head.tsx';
import { EventRows } from './event-rows.tsx';
import { csvOfEvents } from './events-csv.ts';
import { splitFuture } from './feed.ts';
import { ListTools } from './list-tools.tsx';
import { LiveList } from './live-list.tsx';
import { NewsTeller } from './news-teller.tsx';
import { NotAllRead } from './not-all-read.tsx';
import { NothingFits } from './nothing-fits.tsx';
import { NOT_TOLD, toldEvents } from './told-events.ts';
import { useEventCounts } from './use-event-counts.ts';
import { type KeptFeed, useFeed } from './use-feed.ts';

/** Events of every call, newest first, as they come. */
export function EventsView({ client, filters, leftOut, kept, onSignedOut }: EventsViewProps) {
  const now = useNow();
  const [isPaused, setIsPaused] = useState(false);
  const [isPrinting, setIsPrinting] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const { answer, read, isToldByApi, ...counts } = useEventCounts({ client, filters, isPaused, kept, onSignedOut });
  const { state, troubled, refusal } = useFeed({ client, ...read, counted: counts.counted, kept, onSignedOut });
  const seen = useSeenValues(client, filters, answer);
  useEffect(() => {
    if (!isPrinting) return;
    print();
    setIsPrinting(false);
  }, [isPrinting]);

  const events = useMemo(() => toldEvents(state?.feed.events ?? [], filters), [state?.feed, searchOf(filters)]);
  const { past, future } = splitFuture(events, state?.readMs ?? 0);
  const range = rangeOf(filters, state?.readMs ?? now());
  const isWhole = state !== undefined && state.completeSinceMs <= range.fromMs;
  // Of levels that were all refused, nothing is known: an empty list would say that there are none.
  const isAnswered = state === undefined || state.refused.size < filters.levels.length;
  const isCompact = filters.rows === 'compact';

  return (
    <>
      <ViewHead
        heading={<h1>Events</h1>}
        readMs={state?.readMs}
        isLive={troubled === undefined && refusal === undefined}
        isPaused={isPaused}
        onPause={() => setIsPaused(!isPaused)}
      >
        <ListTools
          isCompact={isCompact}
          isEmpty={past.length === 0}
          onSave={() => download('events', 'csv', csvOfEvents(past))}
          onPrint={() => setIsPrinting(true)}
          onHelp={() => setIsHelpOpen(true)}
        />
      </ViewHead>
      <TroubleBanner troubled={troubled} />
      {refusal && <p role="alert">{refusal.message}</p>}
      <FilterForm filters={filters} seen={seen} />
      <ActiveFilters filters={filters} />
      <LeftOut parts={leftOut} />
      {filters.facets?.some(({ name }) => name === NOT_TOLD) && (
        <p class="note">Events do not name their carrier. This list is of all carriers.</p>
      )}
      {isToldByApi && <p class="note">There are more events than this page can hold. The API searches all of them.</p>}
      {[...(state?.refused ?? [])].map(([level, why]) => (
        <p key={level} class="note">
          {why}
        </p>
      ))}
      {counts.refusal && state?.refused.size === 0 && <p class="note">{counts.refusal.message}</p>}
      {answer !== undefined && isAnswered && <Overview answer={answer} filters={filters} />}
      {answer === undefined && counts.refusal === undefined && <LoadingOverview />}
      {state === undefined && <LoadingRows />}
      {state !== undefined && isAnswered && (
        <Whole.Provider value={isWhole}>
          {!isWhole && past.length > 0 && <NotAllRead {...state} toMs={range.toMs} />}
          {future.length > 0 && (
            <p>
              <a href="#future-head">{countText(future.length, isWhole)} from the future</a>: a device’s clock is ahead
            </p>
          )}
          {past.length === 0 ? (
            <NothingFits
              filters={filters}
              levels={filters.levels.filter((level) => !state.refused.has(level))}
              range={range}
              isWhole={isWhole}
              isReading={state.isReading}
              seen={seen}
            />
          ) : (
            <div class={counts.refusal ? undefined : 'with-facets'}>
              <LiveList
                key={searchOf(filters)}
                events={past}
                readMs={state.readMs}
                isPaused={isPaused}
                isCompact={isCompact}
                isPrinting={isPrinting}
                isHelpOpen={isHelpOpen}
                onPause={() => setIsPaused(!isPaused)}
                onHelp={setIsHelpOpen}
              />
              {answer && <FacetPanel filters={filters} facets={answer.facets} calls={answer.calls} />}
            </div>
          )}
          {future.length > 0 && (
            <section class="future" aria-labelledby="future-head">
              <h2 id="future-head">From the future</h2>
              <p class="muted">The clocks of these devices are ahead. The real times are unknown.</p>
              <EventRows events={future} />
            </section>
          )}
          {state.feed.undated.length > 0 && (
            <section class="future" aria-labelledby="undated-head">
              <h2 id="undated-head">Without a time</h2>
              <p class="muted">These events have no readable time.</p>
              <EventRows events={toldEvents(state.feed.undated, filters)} />
            </section>
          )}
          <NewsTeller events={events} />
        </Whole.Provider>
      )}
    </>
  );
}

export interface EventsViewProps {
  client: ApiClient & JsonClient;
  filters: Filters;
  /** What the address says beside them. */
  leftOut: readonly string[];
  kept: { current: KeptFeed | undefined };
  onSignedOut: () => void;
}
