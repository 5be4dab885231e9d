import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { useCountText } from '../count.ts';
import { eventTimes, spanOf } from '../event-facts.ts';
import { EventRow } from './event-row.tsx';
import { useElementHeight } from './use-element-height.ts';
import { type LongList, listHeight, rowsInSight, rowTop, scrollToRow } from './windowing.ts';

interface Props {
  events: readonly EventResource[];
  /** A position in `events`. */
  selected: number | undefined;
  onSelect: (index: number) => void;
}

/** Rows that are drawn before one scrolls to them. */
const AHEAD = 8;
/** So many rows are no burden, and all in the page the browser's own search finds them. */
const FEW = 200;

/** Every event of a call; of a long one only the rows in sight are in the page. */
export function EventList({ events, selected, onSelect }: Props) {
  const countText = useCountText();
  const field = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  const takesFocus = useRef(false);
  const [scrollTop, setScrollTop] = useState(0);
  // The open event is the selected one: a position of its own would be another event's once a late one comes before it.
  const [isOpen, setOpen] = useState(false);
  const open = isOpen ? selected : undefined;
  const height = useElementHeight(field, undefined);
  const rowHeight = useElementHeight(ruler, undefined) || 1;
  const detailHeight = useElementHeight(detail, open);
  const times = useMemo(() => eventTimes(events), [events]);
  const { startMs } = useMemo(() => spanOf(times), [times]);

  const list: LongList = {
    count: events.length,
    rowHeight,
    open: open === undefined ? undefined : { index: open, height: detailHeight },
  };
  const { from, to } = rowsInSight(list, { scrollTop, height }, events.length > FEW ? AHEAD : FEW);
  const reachable = selected ?? 0;
  const shown = Array.from({ length: Math.max(to - from, 0) }, (_row, row) => from + row);
  // The row that Tab reaches stays in the page wherever one scrolls: with it the focus would be lost.
  if (reachable < from) shown.unshift(reachable);
  else if (reachable >= to && reachable < events.length) shown.push(reachable);

  // A row is brought into sight when it is selected or opened, not whenever the list changes.
  useLayoutEffect(() => {
    if (selected === undefined || field.current === null || height === 0) return;
    field.current.scrollTop = scrollToRow(list, { scrollTop: field.current.scrollTop, height }, selected);
    if (!takesFocus.current) return;
    takesFocus.current = false;
    field.current.querySelector<HTMLElement>(`[data-index="${selected}"]`)?.focus({ preventScroll: true });
  }, [selected, open, detailHeight, rowHeight, height > 0]);

  function press(index: number): void {
    setOpen(open !== index);
    onSelect(index);
  }

  function onKeyDown(key: KeyboardEvent): void {
    const isLine = key.target instanceof HTMLElement && key.target.dataset.index !== undefined;
    const by = STEPS[key.key] ?? PAGES[key.key] ?? 0;
    if (!isLine || by === 0 || key.ctrlKey || key.altKey || key.metaKey) return;
    key.preventDefault();
    const step = key.key in PAGES ? by * Math.max(Math.floor(height / rowHeight) - 1, 1) : by;
    const next = Math.min(Math.max(reachable + step, 0), events.length - 1);
    takesFocus.current = next !== selected;
    onSelect(next);
  }

  return (
    <section class="event-list" aria-label="Events">
      <h2>
        Events <span class="muted">{countText(events.length)}</span>
      </h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside */}
      <div
        ref={field}
        class="event-list-field"
        onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
      >
        <div ref={ruler} class="event-row-ruler" />
        <ul aria-label="Events in the order of their times" style={{ height: `${listHeight(list)}px` }}>
          {shown.map((index) => (
            <EventRow
              key={index}
              event={events[index] as EventResource}
              index={index}
              count={events.length}
              sinceMs={(times[index] ?? 0) - startMs}
              top={rowTop(list, index)}
              isSelected={index === selected}
              isOpen={index === open}
              isReachable={index === reachable}
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
