import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { SeriesVerdict } from '../../families/call-metric/in-words/metrics-in-words.ts';
import { nextTrouble, troublesOf } from './error-steps.ts';
import { fitting, NO_FILTER } from './event-filter.ts';
import { EventFinder } from './event-finder.tsx';
import { EventList } from './event-list.tsx';
import type { PlacedEvents } from './placed-events.ts';
import type { TimeView } from './time-view.ts';
import { Timeline } from './timeline.tsx';

interface Props {
  placed: PlacedEvents;
  /** Of the samples of its media, the worst edge first; undefined until they are read. */
  measured: readonly SeriesVerdict[] | undefined;
  /** The edge and direction that is charted, see `streamName`; the worst unless told. */
  way: string | undefined;
  onWay: (name: string) => void;
  /** A position in the events. */
  selected: number | undefined;
  onSelect: (index: number) => void;
  /** The part of the time that the address says; undefined: all. */
  window: TimeView | undefined;
  onWindow: (window: TimeView | undefined) => void;
}

/** The list need not follow each frame of a zoom, nor the address. */
const SETTLED_MS = 150;

/** The timeline of a call and its events, in step: one selection, one window, one filter. */
export function CallBoard({ placed, measured, way, onWay, selected, onSelect, window, onWindow }: Props) {
  const { events, times, order } = placed;
  const [filter, setFilter] = useState(NO_FILTER);
  const [view, setView] = useState(window);
  const [isInView, setIsInView] = useState(false);
  useEffect(() => setView(window), [window?.startMs, window?.endMs]);
  const settling = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(settling.current), []);
  const settle = (next: TimeView | undefined) => {
    clearTimeout(settling.current);
    settling.current = setTimeout(() => {
      // An address tells whole milliseconds.
      const settled = next && { startMs: Math.round(next.startMs), endMs: Math.round(next.endMs) };
      setView(settled);
      onWindow(settled);
    }, SETTLED_MS);
  };

  const isFiltered = filter.hidden.size > 0 || filter.text.trim() !== '';
  const fits = useMemo(() => (isFiltered ? fitting(events, filter) : undefined), [events, filter, isFiltered]);
  const listed = isInView ? view : undefined;
  const rows = useMemo(() => {
    const isListed = (index: number) => {
      const atMs = times[index] ?? 0;
      const isSeen = listed === undefined || (atMs >= listed.startMs && atMs <= listed.endMs);
      return isSeen && (fits?.[index] ?? true);
    };
    return order.filter(isListed);
  }, [order, times, fits, listed]);

  const troubles = useMemo(() => troublesOf(placed), [placed]);
  const step = (by: 1 | -1) => {
    const next = nextTrouble(troubles, placed, selected, by);
    if (next !== undefined) onSelect(next);
  };
  const latest = useRef(step);
  latest.current = step;
  useEffect(() => {
    const onKey = (key: KeyboardEvent) => {
      if (key.ctrlKey || key.altKey || key.metaKey || isTyping(key.target)) return;
      if (key.key === 'e') latest.current(1);
      else if (key.key === 'E') latest.current(-1);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  const isOfErrors = troubles.some((index) => placed.events[index]?.level === 'ERROR');
  const word = isOfErrors || troubles.length === 0 ? 'error' : 'warning';

  return (
    <div class="call-board">
      <Timeline
        placed={placed}
        measured={measured}
        way={way}
        onWay={onWay}
        selected={selected}
        onSelect={onSelect}
        {...(fits && { fits })}
        view={window}
        onView={settle}
      />
      <div class="call-board-list">
        <EventList
          placed={placed}
          rows={rows}
          selected={selected}
          onSelect={onSelect}
          view={isInView ? undefined : view}
        >
          <EventFinder events={events} filter={filter} onFilter={setFilter} />
          <div class="event-steps">
            <button type="button" disabled={troubles.length === 0} title="Key: E" onClick={() => step(-1)}>
              Previous {word}
            </button>
            <button type="button" disabled={troubles.length === 0} title="Key: e" onClick={() => step(1)}>
              Next {word}
            </button>
            <label>
              <input
                type="checkbox"
                checked={isInView}
                onInput={({ currentTarget }) => setIsInView(currentTarget.checked)}
              />{' '}
              Only what is in view
            </label>
          </div>
        </EventList>
      </div>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}
