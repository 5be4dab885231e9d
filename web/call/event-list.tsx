import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { useCountText } from '../count.ts';
import { EventRow } from './event-row.tsx';
import type { PlacedEvents } from './placed-events.ts';
import type { TimeView } from './time-view.ts';
import { useElementHeight } from './use-element-height.ts';
import { type LongList, listHeight, rowsInSight, rowTop, scrollToRow, scrollToThird } from './windowing.ts';

interface Props {
  placed: PlacedEvents;
  /** Positions of the events that it lists, in the order of their times. */
  rows: readonly number[];
  /** A position in the events. */
  selected: number | undefined;
  onSelect: (index: number) => void;
  /** What the timeline shows, which the list follows; undefined: all. */
  view?: TimeView | undefined;
  /** What finds events, above the list. */
  children?: ComponentChildren;
}

/** Rows that are drawn before one scrolls to them. */
const AHEAD = 8;
/** So many rows are no burden, and all in the page the browser's own search finds them. */
const FEW = 200;

/** The events of a call; of a long one only the rows in sight are in the page. */
export function EventList({ placed: { events, times, span }, rows, selected, onSelect, view, children }: Props) {
  const countText = useCountText();
  const field = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  const takesFocus = useRef(false);
  const chosenHere = useRef<number>(undefined);
  const [scrollTop, setScrollTop] = useState(0);
  // The open event is the selected one: a position of its own would be another event's once a late one comes before it.
  const [isOpen, setOpen] = useState(false);
  const selectedRow = useMemo(() => (selected === undefined ? -1 : rows.indexOf(selected)), [rows, selected]);
  const openRow = isOpen && selectedRow >= 0 ? selectedRow : undefined;
  const height = useElementHeight(field, undefined);
  const rowHeight = useElementHeight(ruler, undefined) || 1;
  const detailHeight = useElementHeight(detail, openRow);

  const list: LongList = {
    count: rows.length,
    rowHeight,
    open: openRow === undefined ? undefined : { index: openRow, height: detailHeight },
  };
  const { from, to } = rowsInSight(list, { scrollTop, height }, rows.length > FEW ? AHEAD : FEW);
  const reachable = Math.max(selectedRow, 0);
  const shown = Array.from({ length: Math.max(to - from, 0) }, (_row, row) => from + row);
  // The row that Tab reaches stays in the page wherever one scrolls: with it the focus would be lost.
  if (reachable < from) shown.unshift(reachable);
  else if (reachable >= to && reachable < rows.length) shown.push(reachable);

  // A row is brought into sight when it is selected or opened, not whenever the list changes.
  useLayoutEffect(() => {
    if (selectedRow < 0 || field.current === null || height === 0) return;
    const sight = { scrollTop: field.current.scrollTop, height };
    const isFromHere = chosenHere.current === selected;
    field.current.scrollTop = isFromHere
      ? scrollToRow(list, sight, selectedRow)
      : scrollToThird(list, height, selectedRow);
    if (!takesFocus.current) return;
    takesFocus.current = false;
    field.current.querySelector<HTMLElement>(`[data-index="${selectedRow}"]`)?.focus({ preventScroll: true });
  }, [selected, openRow, detailHeight, rowHeight, height > 0]);

  useLayoutEffect(() => {
    if (view === undefined || field.current === null) return;
    const isInView = (index: number | undefined) => {
      const atMs = index === undefined ? Number.NaN : (times[index] ?? 0);
      return atMs >= view.startMs && atMs <= view.endMs;
    };
    if (isInView(selected)) return;
    const first = rows.findIndex(isInView);
    if (first >= 0) field.current.scrollTop = rowTop(list, first);
  }, [view?.startMs, view?.endMs]);

  function press(row: number): void {
    setOpen(openRow !== row);
    choose(row);
  }

  function choose(row: number): void {
    const index = rows[row];
    if (index === undefined) return;
    chosenHere.current = index;
    onSelect(index);
  }

  function onKeyDown(key: KeyboardEvent): void {
    const isLine = key.target instanceof HTMLElement && key.target.dataset.index !== undefined;
    const by = STEPS[key.key] ?? PAGES[key.key] ?? 0;
    if (!isLine || by === 0 || key.ctrlKey || key.altKey || key.metaKey) return;
    key.preventDefault();
    const step = key.key in PAGES ? by * Math.max(Math.floor(height / rowHeight) - 1, 1) : by;
    const next = Math.min(Math.max(reachable + step, 0), rows.length - 1);
    takesFocus.current = next !== selectedRow;
    choose(next);
  }

  return (
    <section class="event-list" aria-label="Events">
      <h2>
        Events{' '}
        <span class="muted">
          {rows.length < events.length && `${rows.length.toLocaleString()} of `}
          {countText(events.length)}
        </span>
      </h2>
      {children}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside */}
      <div
        ref={field}
        class="event-list-field"
        onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
      >
        <div ref={ruler} class="event-row-ruler" />
        {rows.length === 0 && events.length > 0 && <p class="muted event-list-none">No event fits.</p>}
        <ul aria-label="Events in the order of their times" style={{ height: `${listHeight(list)}px` }}>
          {shown.map((row) => (
            <EventRow
              key={rows[row]}
              event={events[rows[row] ?? 0] as EventResource}
              index={row}
              count={rows.length}
              sinceMs={(times[rows[row] ?? 0] ?? 0) - span.startMs}
              top={rowTop(list, row)}
              isSelected={row === selectedRow}
              isOpen={row === openRow}
              isReachable={row === reachable}
              detail={detail}
              onPress={press}
            />
          ))}
        </ul>
      </div>
    </section>
  );
}

const STEPS: Record<string, number> = {
  ArrowUp: -1,
  ArrowDown: 1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};
const PAGES: Record<string, number> = { PageUp: -1, PageDown: 1 };
