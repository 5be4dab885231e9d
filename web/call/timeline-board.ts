import type { EventResource } from '../../families/call-event/event-resource.ts';
import { eventTimes, spanOf } from '../event-facts.ts';
import { eventAt, type LaneRows, lanesOf } from './lanes.ts';
import { onSchemeChange, readPalette } from './palette.ts';
import { panned, revealing, type TimeView, wholeCall, zoomed } from './time-view.ts';
import { attachGestures } from './timeline-gestures.ts';
import { heightOf, type Picture, type PlacedMark, paint, timeAt, xOf } from './timeline-painter.ts';

/** The timeline's canvas: what is in view is its own affair, what is selected is its owner's. */
export interface TimelineBoard {
  show(events: readonly EventResource[]): void;
  /** Brings the event into view. */
  select(index: number | undefined): void;
  /** Under 1 shows less time, around the selected event or the middle. */
  zoom(factor: number): void;
  /** Moves by this part of what is in view. */
  pan(part: number): void;
  showAll(): void;
  destroy(): void;
}

/** Where lanes are named: beside the marks where there is room, else above them. */
const NAMES_WIDTH = 136;
const ROOMY = 560;

/**
 * One canvas and not an element per event: 5,000 elements take a second to make and make every pan a layout, a canvas
 * draws what is in view in a few milliseconds. What it shows is told to a screen reader by the list box around it, which
 * walks the events one by one, and by the event list below, which has them all.
 */
export function createTimelineBoard(
  canvas: HTMLCanvasElement,
  { onHover, onSelect }: { onHover(index: number | undefined): void; onSelect(index: number): void },
): TimelineBoard {
  const ctx = canvas.getContext('2d') as CanvasRenderingContext2D;
  const frame = canvas.parentElement as HTMLElement;
  let events: readonly EventResource[] = [];
  let times: number[] = [];
  let lanes: LaneRows[] = [];
  let whole: TimeView = wholeCall({ startMs: 0, endMs: 0 });
  let view = whole;
  let originMs = 0;
  let palette = readPalette(frame);
  let width = 0;
  let selected: number | undefined;
  let hovered: number | undefined;
  let nextFrame = 0;

  const left = () => (width < ROOMY ? 0 : NAMES_WIDTH);
  const place = () => ({ view, left: left(), width });

  function layOut(): void {
    lanes = lanesOf(events, left() === 0);
    const height = heightOf(lanes);
    canvas.style.height = `${height}px`;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(height * devicePixelRatio);
    redraw();
  }

  function redraw(): void {
    if (nextFrame === 0) nextFrame = requestAnimationFrame(draw);
  }

  function draw(): void {
    nextFrame = 0;
    if (width === 0) return;
    ctx.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    const picture: Picture = { ...place(), lanes, whole, originMs, palette };
    paint(ctx, { ...picture, selected: markOf(selected), hovered: markOf(hovered) });
  }

  function markOf(index: number | undefined): PlacedMark | undefined {
    if (index === undefined) return undefined;
    const row = lanes.flatMap(({ rows }) => rows).find(({ indexes }) => indexes.includes(index));
    return row && { row, atMs: times[index] ?? 0 };
  }

  function look(next: TimeView): void {
    view = next;
    redraw();
  }

  function eventUnder(at: { x: number; y: number }): number | undefined {
    return eventAt(lanes, at, (atMs) => xOf(place(), atMs), timeAt(place(), at.x));
  }

  function hover(index: number | undefined): void {
    if (index === hovered) return;
    hovered = index;
    canvas.style.cursor = index === undefined ? '' : 'pointer';
    onHover(index);
    redraw();
  }

  const pan = (byPixels: number) =>
    look(panned(view, whole, (byPixels / (width - left())) * (view.endMs - view.startMs)));

  const detach = attachGestures(canvas, {
    hover: (at) => hover(at && eventUnder(at)),
    tap: (at) => {
      const index = eventUnder(at);
      if (index !== undefined) onSelect(index);
    },
    pan,
    zoom: (factor, aroundX) => look(zoomed(view, whole, factor, timeAt(place(), aroundX))),
    wheelZooms: () => frame.contains(document.activeElement),
  });
  const forgetScheme = onSchemeChange(() => {
    palette = readPalette(frame);
    redraw();
  });
  const resized = new ResizeObserver(() => {
    if (frame.clientWidth === width) return;
    width = frame.clientWidth;
    layOut();
  });
  resized.observe(frame);

  return {
    show(shown) {
      const sawAll = view.endMs - view.startMs >= whole.endMs - whole.startMs;
      events = shown;
      times = eventTimes(events);
      const span = spanOf(times);
      originMs = span.startMs;
      whole = wholeCall(span);
      // Events that are added to a call leave alone what somebody looks at.
      view = sawAll ? whole : panned(view, whole, 0);
      hover(undefined);
      layOut();
    },
    select(index) {
      selected = index;
      const atMs = index === undefined ? undefined : times[index];
      look(atMs === undefined ? view : revealing(view, whole, atMs));
    },
    zoom(factor) {
      const middle = (view.startMs + view.endMs) / 2;
      const atMs = selected === undefined ? middle : (times[selected] ?? middle);
      look(zoomed(view, whole, factor, atMs >= view.startMs && atMs <= view.endMs ? atMs : middle));
    },
    pan: (part) => look(panned(view, whole, part * (view.endMs - view.startMs))),
    showAll: () => look(whole),
    destroy() {
      detach();
      forgetScheme();
      resized.disconnect();
      cancelAnimationFrame(nextFrame);
    },
  };
}
