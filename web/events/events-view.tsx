import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { printableStart } from '../../shared/printable.ts';
import type { ApiClient, ApiTrouble, JsonClient } from '../api-client.ts';
import { FacetPanel } from '../causes/facet-panel.tsx';
import { countText, Whole } from '../count.ts';
import { download } from '../download.ts';
import { ActiveFilters } from '../filters/active-filters.tsx';
import { FilterForm } from '../filters/filter-form.tsx';
import { type Filters, indexedFilters, rangeOf, searchOf } from '../filters/filters.ts';
import { Moment } from '../moment.tsx';
import { useNow } from '../now-context.ts';
import { TroubleBanner } from '../trouble-banner.tsx';
import { usePolling } from '../use-polling.ts';
import { createEventCounter, type EventCounts } from './event-counts.ts';
import { countFacets } from './event-facets.ts';
import { EventRows } from './event-rows.tsx';
import { csvOfEvents } from './events-csv.ts';
import { roomFor, splitFuture } from './feed.ts';
import { createFeedReader, type FeedReader, type FeedState } from './feed-reader.ts';
import { isSilent, LastEvent, lastEventMs } from './last-event.tsx';
import { LevelChart } from './level-chart.tsx';
import { ListTools } from './list-tools.tsx';
import { LiveList } from './live-list.tsx';
import { NewsTeller } from './news-teller.tsx';
import { NothingFits } from './nothing-fits.tsx';
import type { Survey, Surveyor } from './survey.ts';
import { NOT_TOLD, toldEvents, toldFilters } from './told-events.ts';

/** Of what an address says. */
const SHORT = 80;

/** Events of every call, newest first, as they come. */
export function EventsView({ client, surveyor, filters, leftOut, kept, onSignedOut }: EventsViewProps) {
  const now = useNow();
  const [refusal, setRefusal] = useState<ApiTrouble>();
  const [isPaused, setIsPaused] = useState(false);
  const [isPrinting, setIsPrinting] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  /** The question of which there is more than can be read: then the API looks for what is in no index. */
  const [large, setLarge] = useState<string>();
  const indexed = indexedFilters(filters);
  const told = toldFilters(filters);
  const isToldByApi = told !== undefined && large === searchOf(indexed);
  const asked = isToldByApi ? { ...indexed, ...told } : indexed;
  const question = searchOf(asked);
  const before = kept.current?.client === client && kept.current.question === question ? kept.current : undefined;
  const [shown, setShown] = useState(before);
  // Filters that ask for the same are the same.
  const poll = useMemo(() => {
    const countEvents = createEventCounter({ client, filters: asked, now });
    const reader = before?.reader ?? createFeedReader({ client, filters: asked, now, countEvents });
    return async (signal: AbortSignal) => {
      const [state, survey] = await Promise.all([reader.read(signal), surveyor.survey(signal)]);
      if (signal.aborted) return undefined;
      if (state.feed.events !== kept.current?.state.feed.events)
        surveyor.note(state.feed.events.map(({ event }) => event));
      kept.current = { client, question, reader, state, survey };
      setShown(kept.current);
      if (!isToldByApi && isMore(asked, state.counts)) setLarge(question);
      return state.waitMs;
    };
  }, [client, surveyor, now, question]);
  const onEnd = useCallback(
    (trouble: ApiTrouble) => (trouble.kind === 'signed-out' ? onSignedOut() : setRefusal(trouble)),
    [onSignedOut],
  );
  const troubled = usePolling(poll, onEnd);
  useEffect(() => setRefusal(undefined), [poll]);
  useEffect(() => {
    if (!isPrinting) return;
    print();
    setIsPrinting(false);
  }, [isPrinting]);

  // What was read for other filters is not what is asked for.
  const state = shown?.question === question ? shown.state : undefined;
  const events = useMemo(() => toldEvents(state?.feed.events ?? [], filters), [state?.feed, searchOf(filters)]);
  const { past, future } = splitFuture(events, state?.readMs ?? 0);
  const range = rangeOf(filters, state?.readMs ?? now());
  const isWhole = state !== undefined && state.completeSinceMs <= range.fromMs;
  const isLive = troubled === undefined && refusal === undefined;
  const lastMs = lastEventMs(shown?.survey, state?.feed.events ?? [], now());
  // Counts of the API are of all there is, also of what was not read.
  const counts = !isWhole && (told === undefined || isToldByApi) ? state?.counts : undefined;
  const counted = useMemo(() => counts ?? countFacets(events), [events, counts]);

  return (
    <>
      <div class="page-head events-head">
        <div>
          <h1>Events</h1>
          <p class="muted now-state">
            {state === undefined ? (
              'Loading…'
            ) : (
              <>
                {isLive && (
                  <span class={isSilent(lastMs, now()) ? 'live-dot live-dot-silent' : 'live-dot'} aria-hidden="true" />
                )}
                {isPaused ? 'Paused, read ' : isLive ? 'Live, read ' : 'Last read '}
                <Moment atMs={state.readMs} to="second" />
              </>
            )}
            {shown !== undefined && <LastEvent survey={shown.survey} lastMs={lastMs} nowMs={now()} />}
          </p>
        </div>
        <ListTools
          isPaused={isPaused}
          isCompact={filters.rows === 'compact'}
          isEmpty={past.length === 0}
          onPause={() => setIsPaused(!isPaused)}
          onSave={() => download('events', 'csv', csvOfEvents(past))}
          onPrint={() => setIsPrinting(true)}
          onHelp={() => setIsHelpOpen(true)}
        />
      </div>
      <TroubleBanner troubled={troubled} />
      {refusal && <p role="alert">{refusal.message}</p>}
      <FilterForm filters={filters} seen={surveyor.values()} />
      <ActiveFilters filters={filters} />
      {leftOut.length > 0 && (
        <p class="note">
          Parts of the address that are not filters were ignored:{' '}
          {leftOut.map((said) => printableStart(said, SHORT)).join(', ')}
        </p>
      )}
      {filters.facets?.some(({ name }) => name === NOT_TOLD) && (
        <p class="note">Events do not name their carrier. This list is of all carriers.</p>
      )}
      {isToldByApi && <p class="note">There are more events than this page can hold. The API searches all of them.</p>}
      {[...(state?.refused ?? [])].map(([level, why]) => (
        <p key={level} class="note">
          {why}
        </p>
      ))}
      {state === undefined && <Skeleton />}
      {/* Of levels that were all refused, nothing is known: an empty list would say that there are none. */}
      {state !== undefined && state.refused.size < filters.levels.length && (
        <Whole.Provider value={isWhole}>
          <LevelChart events={past} range={range} {...state} />
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
              seen={surveyor.values()}
            />
          ) : (
            <div class="with-facets">
              <LiveList
                key={searchOf(filters)}
                events={past}
                readMs={state.readMs}
                isPaused={isPaused}
                isCompact={filters.rows === 'compact'}
                isPrinting={isPrinting}
                isHelpOpen={isHelpOpen}
                onPause={() => setIsPaused(!isPaused)}
                onHelp={setIsHelpOpen}
              />
              <FacetPanel filters={filters} facets={counted.facets} calls={counted.calls} />
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
  surveyor: Surveyor;
  filters: Filters;
  /** What the address says beside them. */
  leftOut: readonly string[];
  /** What was read last, for whoever comes back from a call. */
  kept: { current: KeptFeed | undefined };
  onSignedOut: () => void;
}

export interface KeptFeed {
  client: ApiClient;
  question: string;
  reader: FeedReader;
  state: FeedState;
  survey: Survey;
}

/** Whether there is more of a level than this page has room for. */
function isMore({ levels }: Filters, counts: EventCounts | undefined): boolean {
  return counts !== undefined && levels.some((level) => (counts.levels[level] ?? 0) > roomFor(level));
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
