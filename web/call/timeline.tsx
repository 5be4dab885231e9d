import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import type { EventResource } from '../../families/call-event/event-resource.ts';
import { printableStart } from '../../shared/printable.ts';
import { useCountText } from '../count.ts';
import { eventTimes, LANE_WORD, laneOf, levelOf, spanOf, timeOf, titleOf } from '../event-facts.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import { NO_TIME, offsetText } from '../time.ts';
import { EventCard } from './event-card.tsx';
import { detailOf } from './event-fields.ts';
import { eventBeside, eventInNextLane, lanesOf, timeOrder } from './lanes.ts';
import { LevelLegend } from './level-legend.tsx';
import { createTimelineBoard, type TimelineBoard } from './timeline-board.ts';
import { timelineAction } from './timeline-keys.ts';
import { CLOSER, TimelineTools } from './timeline-tools.tsx';

interface Props {
  /** In the order of the API, which is that of their times. */
  events: readonly EventResource[];
  /** A position in `events`. */
  selected: number | undefined;
  onSelect: (index: number) => void;
}

const PAN = 0.25;
/** Of what is read out. */
const LONGEST_TITLE = 160;

/** A call as lanes over time, one for each edge that reported events. */
export function Timeline({ events, selected, onSelect }: Props) {
  const countText = useCountText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const board = useRef<TimelineBoard>(undefined);
  const [hovered, setHovered] = useState<number>();
  const id = useId();
  const times = useMemo(() => eventTimes(events), [events]);
  const order = useMemo(() => timeOrder(times), [times]);
  const { startMs } = useMemo(() => spanOf(times), [times]);
  const latest = useRef(onSelect);
  latest.current = onSelect;

  useEffect(() => {
    if (canvas.current === null) return undefined;
    const made = createTimelineBoard(canvas.current, {
      onHover: setHovered,
      onSelect: (index) => latest.current(index),
    });
    board.current = made;
    return () => made.destroy();
  }, []);
  useEffect(() => board.current?.show(events), [events]);
  useEffect(() => board.current?.select(selected), [selected]);

  function onKeyDown(key: KeyboardEvent): void {
    const action = timelineAction(key);
    if (action === undefined) return;
    key.preventDefault();
    const next = action.kind === 'beside' ? eventBeside(order, selected, action.by) : undefined;
    if (next !== undefined) onSelect(next);
    else if (action.kind === 'lane') selectInLane(action.by);
    else if (action.kind === 'pan') board.current?.pan(action.towards * PAN);
    else if (action.kind === 'zoom') board.current?.zoom(action.closer ? CLOSER : 1 / CLOSER);
    else board.current?.showAll();
  }

  function selectInLane(by: 1 | -1): void {
    const event = events[selected ?? -1];
    const next =
      event === undefined
        ? order[0]
        : eventInNextLane(lanesOf(events, false), { lane: laneOf(event), atMs: times[selected ?? 0] ?? 0 }, by);
    if (next !== undefined) onSelect(next);
  }

  const current = selected ?? order[0] ?? 0;
  const shown = hovered ?? selected;
  const shownEvent = shown === undefined ? undefined : events[shown];
  return (
    <section class="timeline" aria-label="Timeline">
      <h2>Timeline</h2>
      <div class="timeline-head">
        <TimelineTools board={() => board.current} />
        <LevelLegend events={events} />
      </div>
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
            aria-posinset={order.indexOf(current) + 1}
            aria-setsize={events.length}
          >
            {spoken(events[current] as EventResource, (times[current] ?? 0) - startMs)}
          </div>
        )}
      </div>
      <div class="timeline-shown">
        {shown !== undefined && shownEvent !== undefined ? (
          <EventCard event={shownEvent} sinceMs={(times[shown] ?? 0) - startMs} />
        ) : (
          <p class="muted">
            Hover over a mark for details. Click it to find it in the list. Times come from the clock of each edge, and
            may differ.
          </p>
        )}
      </div>
      <details class="timeline-keys">
        <summary>Keys and gestures</summary>
        <p id={`${id}-keys`} class="muted">
          Arrow keys go from event to event and from lane to lane. + and − zoom. Shift with an arrow key moves the view.
          0 shows the whole call. Drag to move, pinch to zoom. The wheel zooms with Ctrl, or when the timeline has the
          focus.
        </p>
      </details>
    </section>
  );
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
