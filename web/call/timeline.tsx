import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import type { SeriesVerdict } from '../../families/call-metric/in-words/metrics-in-words.ts';
import { streamName } from '../../families/call-metric/in-words/stream-name.ts';
import { printableStart } from '../../shared/printable.ts';
import { useCountText } from '../count.ts';
import { LANE_WORD, laneOf, levelOf, timeOf, titleOf } from '../event-facts.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import { NO_TIME, offsetText } from '../time.ts';
import { EventCard } from './event-card.tsx';
import { detailOf } from './event-fields.ts';
import { eventBeside, eventInNextLane, lanesOf } from './lanes.ts';
import { phasesOf } from './phases.ts';
import type { PlacedEvents } from './placed-events.ts';
import { qualityData } from './quality-data.ts';
import { QualityWords } from './quality-words.tsx';
import { readingsInWords } from './strip-painter.ts';
import { metricStrips, stripsOf } from './strips.ts';
import { type TimeView, wholeCall } from './time-view.ts';
import { type BoardListeners, createTimelineBoard, type TimelineBoard } from './timeline-board.ts';
import { timelineAction } from './timeline-keys.ts';
import { CLOSER, TimelineTools } from './timeline-tools.tsx';
import { WayChoice } from './way-choice.tsx';
import { waysOf } from './ways.ts';

interface Props {
  placed: PlacedEvents;
  /** Of the samples of its media, the worst edge first; undefined until they are read. */
  measured?: readonly SeriesVerdict[] | undefined;
  /** The edge and direction that is charted, see `streamName`; the worst unless told. */
  way?: string | undefined;
  onWay: (name: string) => void;
  /** A position in the events. */
  selected: number | undefined;
  onSelect: (index: number) => void;
  /** Whether each event is shown; all of them where it is not told. */
  fits?: readonly boolean[];
  /** What is in view where nobody has moved it yet, or somebody else has; undefined: all. */
  view?: TimeView | undefined;
  onView?: (view: TimeView | undefined) => void;
  /** What it shows at most; the call's own time unless told. */
  whole?: TimeView | undefined;
  title?: string;
}

const PAN = 0.25;
const NONE: readonly SeriesVerdict[] = [];
/** Of what is read out. */
const LONGEST_TITLE = 160;

/** A call over time: its phases, a lane for each edge that reported events, and what was measured, on one axis. */
export function Timeline({
  placed,
  measured: known,
  way,
  onWay,
  selected,
  onSelect,
  fits,
  view,
  onView,
  whole: wholeSaid,
  title = 'Timeline',
}: Props) {
  const { events, times, order, span } = placed;
  const countText = useCountText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const board = useRef<TimelineBoard>(undefined);
  const [hovered, setHovered] = useState<number>();
  const id = useId();
  const quality = useMemo(() => qualityData(placed), [placed]);
  const told = useRef<TimeView>(undefined);
  const tell = (next: TimeView | undefined) => {
    told.current = next;
    onView?.(next);
  };
  const measured = known ?? NONE;
  const chosen = measured.find(({ series }) => streamName(series) === way) ?? measured[0];
  const whole = useMemo(() => wholeSaid ?? wholeWith(span, measured), [wholeSaid, span, measured]);
  const strips = useMemo(
    () => (chosen === undefined ? stripsOf(quality.charts) : metricStrips(quality.charts, chosen)),
    [quality, chosen],
  );
  const listeners: BoardListeners = { onHover: setHovered, onSelect, onWay, onView: tell };
  const latest = useRef(listeners);
  latest.current = listeners;

  useEffect(() => {
    if (canvas.current === null) return undefined;
    const made = createTimelineBoard(canvas.current, {
      onHover: (index) => latest.current.onHover(index),
      onSelect: (index) => latest.current.onSelect(index),
      onWay: (name) => latest.current.onWay(name),
      onView: (next) => latest.current.onView(next),
    });
    board.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => {
    const isShown = (index: number) => fits?.[index] ?? true;
    const [phases, ways] = [phasesOf(placed), waysOf(measured)];
    const chosenWay = chosen && streamName(chosen.series);
    board.current?.show({ placed, phases, ways, chosenWay, strips, isShown, whole });
    // The part of a link may be there only once all of the call is.
    if (told.current !== undefined) board.current?.look(told.current);
  }, [placed, measured, strips, fits, whole?.startMs, whole?.endMs]);
  useEffect(() => {
    // What comes back of a view that was told is old news: somebody may have moved on.
    if (!isSame(view, told.current)) board.current?.look(view);
    told.current = view;
  }, [view?.startMs, view?.endMs]);
  useEffect(() => board.current?.select(selected), [selected]);

  function onKeyDown(key: KeyboardEvent): void {
    const action = timelineAction(key);
    if (action === undefined) return;
    key.preventDefault();
    const next = action.kind === 'beside' ? eventBeside(shownOrder, selected, action.by) : undefined;
    if (next !== undefined) onSelect(next);
    else if (action.kind === 'lane') selectInLane(action.by);
    else if (action.kind === 'pan') board.current?.pan(action.towards * PAN);
    else if (action.kind === 'zoom') board.current?.zoom(action.closer ? CLOSER : 1 / CLOSER);
    else if (action.kind === 'all') board.current?.showAll();
  }

  function selectInLane(by: 1 | -1): void {
    const event = events[selected ?? -1];
    const lanes = lanesOf(placed, { captioned: false, isShown: (index) => fits?.[index] ?? true });
    const from = event && { lane: laneOf(event), atMs: times[selected ?? 0] ?? 0 };
    const next = from === undefined ? shownOrder[0] : eventInNextLane(lanes, from, by);
    if (next !== undefined) onSelect(next);
  }

  const shownOrder = useMemo(() => order.filter((index) => fits?.[index] ?? true), [order, fits]);
  const current = selected ?? shownOrder[0] ?? 0;
  const shown = hovered ?? selected;
  const shownEvent = shown === undefined ? undefined : events[shown];
  return (
    <section class="timeline" aria-label={title}>
      <div class="timeline-head">
        <h2>{title}</h2>
        <TimelineTools board={() => board.current} />
      </div>
      {chosen && <WayChoice measured={measured} chosen={chosen} onWay={onWay} />}
      <div
        class="timeline-field"
        role="listbox"
        tabIndex={0}
        aria-label={`Events over time, ${countText(events.length)}`}
        aria-describedby={`${id}-keys`}
        aria-activedescendant={events.length === 0 ? undefined : `${id}-${current}`}
        onKeyDown={onKeyDown}
      >
        <canvas ref={canvas} />
        {events.length > 0 && (
          // Another event is another element, or a screen reader would not hear of it.
          <div
            key={current}
            id={`${id}-${current}`}
            class="visually-hidden"
            role="option"
            tabIndex={-1}
            aria-selected={selected !== undefined}
            aria-posinset={shownOrder.indexOf(current) + 1}
            aria-setsize={shownOrder.length}
          >
            {spoken(events[current] as EventResource, (times[current] ?? 0) - span.startMs)}
          </div>
        )}
      </div>
      <div class="timeline-shown">
        {shown !== undefined && shownEvent !== undefined ? (
          <>
            <EventCard event={shownEvent} sinceMs={(times[shown] ?? 0) - span.startMs} />
            {chosen && <p class="muted">{readingsInWords(strips, times[shown] ?? 0)}</p>}
          </>
        ) : (
          <p class="muted">
            Hover over a mark for details. Click it to find it in the list. Drag to zoom, or use the strip at the
            bottom.
          </p>
        )}
      </div>
      <QualityWords
        quality={quality}
        startMs={span.startMs}
        onSelect={onSelect}
        isSampled={known && known.length > 0}
      />
      <details class="timeline-keys">
        <summary>Keys and gestures</summary>
        <p id={`${id}-keys`} class="muted">
          Arrow keys go from event to event and from lane to lane. + and − zoom. Shift with an arrow key moves the view.
          0 shows the whole call. e goes to the next error, E to the one before. Drag to zoom, with Shift to move. Pinch
          to zoom. The wheel zooms with Ctrl, or when the timeline has the focus.
        </p>
      </details>
    </section>
  );
}

/** A day, and more than any call lasts: samples that are further away are of a clock that is wrong. */
const FAR_MS = 25 * 3_600_000;

/** The time of the call, and of its samples. */
function wholeWith(span: TimeView, measured: readonly SeriesVerdict[]): TimeView | undefined {
  const ends = measured.flatMap(({ series: { times, stepMs } }) => [(times[0] ?? 0) - stepMs, times.at(-1) ?? 0]);
  const near = ends.filter((atMs) => atMs > span.startMs - FAR_MS && atMs < span.endMs + FAR_MS);
  if (near.length === 0) return undefined;
  return wholeCall({ startMs: Math.min(span.startMs, ...near), endMs: Math.max(span.endMs, ...near) });
}

function isSame(one: TimeView | undefined, other: TimeView | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return Math.abs(one.startMs - other.startMs) < 1 && Math.abs(one.endMs - other.endMs) < 1;
}

function spoken(event: EventResource, sinceMs: number): string {
  const when = timeOf(event) === undefined ? NO_TIME : offsetText(sinceMs);
  const facts = [
    LEVEL_WORD[levelOf(event)],
    printableStart(titleOf(event), LONGEST_TITLE),
    LANE_WORD[laneOf(event)],
    when,
  ];
  return [...facts, detailOf(event)].filter((fact) => fact !== '').join(', ');
}
