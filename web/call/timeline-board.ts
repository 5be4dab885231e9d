import { eventAt, type LaneRows, lanesOf } from './lanes.ts';
import { markSprites } from './mark-sprites.ts';
import { type Brush, brushAt } from './overview-brush.ts';
import { overviewOf } from './overview-painter.ts';
import { onSchemeChange, readPalette } from './palette.ts';
import type { Phase } from './phases.ts';
import { type Picture, type PlacedMark, timeAt, xOf } from './picture.ts';
import type { PlacedEvents } from './placed-events.ts';
import type { PlacedStrip, Strip } from './strips.ts';
import { between, isWhole, panned, revealing, type TimeView, wholeCall, zoomed } from './time-view.ts';
import { attachGestures } from './timeline-gestures.ts';
import { type BoardLayout, lanesTop, layOut, wayHeight } from './timeline-layout.ts';
import { twoLayers } from './two-layers.ts';
import type { PlacedWay, Way } from './ways.ts';

/** What a timeline shows. */
export interface BoardCall {
  placed: PlacedEvents;
  phases: readonly Phase[];
  /** Of the media, and the one that the strips are of; none where nothing was sampled. */
  ways?: readonly Way[];
  chosenWay?: string | undefined;
  strips: readonly Strip[];
  isShown: (index: number) => boolean;
  /** What it shows at most; all of the call unless told. */
  whole?: TimeView | undefined;
}

/** The timeline's canvas: what is in view is its own affair, what is selected is its owner's. */
export interface TimelineBoard {
  show(call: BoardCall): void;
  /** Brings the event into view. */
  select(index: number | undefined): void;
  /** Under 1 shows less time, around the selected event or the middle. */
  zoom(factor: number): void;
  /** Moves by this part of what is in view. */
  pan(part: number): void;
  /** Shows a part of the time, all of it where none is told, and says nothing of it. */
  look(view: TimeView | undefined): void;
  showAll(): void;
  destroy(): void;
}

export interface BoardListeners {
  onHover(index: number | undefined): void;
  onSelect(index: number): void;
  /** The name of a way that somebody wants to see. */
  onWay(name: string): void;
  /** What is in view since somebody moved it; undefined: all. */
  onView(view: TimeView | undefined): void;
}

/** Where things are named: beside them where there is room, else above them. */
const NAMES_WIDTH = 136;
const ROOMY = 560;

const NOTHING: BoardCall = {
  placed: { events: [], times: [], order: [], span: { startMs: 0, endMs: 0 }, lengthMs: 0, apart: [], strays: [] },
  phases: [],
  strips: [],
  isShown: () => true,
};

/**
 * One canvas and not an element per event: 5,000 elements take a second to make and make every pan a layout, a canvas
 * draws what is in view in a few milliseconds. What it shows is told to a screen reader by the list box around it, which
 * walks the events one by one, by the list of warnings, and by the event list, which has them all.
 */
export function createTimelineBoard(canvas: HTMLCanvasElement, listeners: BoardListeners): TimelineBoard {
  const layers = twoLayers(canvas);
  const frame = canvas.parentElement as HTMLElement;
  let call = NOTHING;
  let lanes: LaneRows[] = [];
  let ways: PlacedWay[] = [];
  let strips: PlacedStrip[] = [];
  let layout: BoardLayout = layOut([], [], { hasPhases: false, captioned: false, ways: 0 }).layout;
  let whole: TimeView = wholeCall(NOTHING.placed.span);
  let view = whole;
  let palette = readPalette(frame);
  let sprites = markSprites(palette, devicePixelRatio);
  let overview: CanvasImageSource | undefined;
  let width = 0;
  let selected: number | undefined;
  let hovered: number | undefined;
  let cursorMs: number | undefined;
  let drawn: TimeView | undefined;
  let brush: Brush | undefined;
  let nextFrame = 0;

  const left = () => (width < ROOMY ? 0 : NAMES_WIDTH);
  const place = () => ({ view, left: left(), width });
  const timeOf = (x: number) => timeAt(place(), x);

  function arrange(): void {
    const [captioned, hasPhases] = [left() === 0, call.phases.length > 0];
    lanes = lanesOf(call.placed, { captioned, top: lanesTop(hasPhases), isShown: call.isShown });
    const { ways: all = [], chosenWay } = call;
    ({ layout, placed: strips } = layOut(lanes, call.strips, { hasPhases, captioned, ways: all.length }));
    ways = all.map((way, position) => {
      const top = layout.waysTop + position * wayHeight(captioned);
      return { ...way, top, isChosen: way.name === chosenWay };
    });
    canvas.style.height = `${layout.height}px`;
    canvas.width = Math.round(width * devicePixelRatio);
    canvas.height = Math.round(layout.height * devicePixelRatio);
    overview = undefined;
    layers.change();
    redraw();
  }

  function redraw(): void {
    if (nextFrame === 0) nextFrame = requestAnimationFrame(draw);
  }

  function draw(): void {
    nextFrame = 0;
    if (width === 0) return;
    const { phases, placed } = call;
    const shown = { layout, lanes, ways, strips, phases, whole, originMs: placed.span.startMs, palette, sprites };
    overview ??= overviewOf({ ...place(), ...shown }, devicePixelRatio);
    const picture: Picture = { ...place(), ...shown, overview, cursorMs, drawn };
    layers.draw({ ...picture, selected: markOf(selected), hovered: markOf(hovered) });
  }

  function markOf(index: number | undefined): PlacedMark | undefined {
    if (index === undefined) return undefined;
    const row = lanes.flatMap(({ rows }) => rows).find(({ indexes }) => indexes.includes(index));
    return row && { row, atMs: call.placed.times[index] ?? 0 };
  }

  function look(next: TimeView): void {
    view = next;
    layers.change();
    redraw();
  }

  function move(next: TimeView): void {
    look(next);
    listeners.onView(isWhole(view, whole) ? undefined : view);
  }

  function eventUnder(at: { x: number; y: number }): number | undefined {
    return eventAt(lanes, at, (atMs) => xOf(place(), atMs), timeOf(at.x));
  }

  function wayUnder(y: number): PlacedWay | undefined {
    return ways.find(({ top }) => y >= top && y < top + wayHeight(left() === 0));
  }

  function hover(at: { x: number; y: number } | undefined): void {
    const isOver = at !== undefined && at.x >= left() && at.y < layout.axisTop;
    cursorMs = isOver ? timeOf(at.x) : undefined;
    const index = at && eventUnder(at);
    const isMark = index !== undefined || (at !== undefined && wayUnder(at.y) !== undefined);
    canvas.style.cursor = isMark ? 'pointer' : isOver ? 'crosshair' : 'default';
    if (index !== hovered) listeners.onHover(index);
    hovered = index;
    redraw();
  }

  const detach = attachGestures(canvas, {
    hover,
    tap: (at) => {
      const index = eventUnder(at);
      const way = wayUnder(at.y);
      if (index !== undefined) listeners.onSelect(index);
      else if (way !== undefined) listeners.onWay(way.name);
    },
    pan: (byPixels) => move(panned(view, whole, (byPixels / (width - left())) * (view.endMs - view.startMs))),
    zoom: (factor, aroundX) => move(zoomed(view, whole, factor, timeOf(Math.max(aroundX, left())))),
    draw: (fromX, toX) => {
      drawn = between(whole, timeOf(fromX), timeOf(toX));
      redraw();
    },
    drawn: (fromX, toX) => {
      drawn = undefined;
      move(between(whole, timeOf(fromX), timeOf(toX)));
    },
    brush: (x, isFirst) => {
      const atMs = timeAt({ ...place(), view: whole }, x);
      if (isFirst || brush === undefined) brush = brushAt(view, whole, atMs);
      else move(brush(atMs));
    },
    isOverview: (y) => y >= layout.overviewTop,
    wheelZooms: () => frame.contains(document.activeElement),
    cancel: () => {
      drawn = undefined;
      redraw();
    },
  });
  const forgetScheme = onSchemeChange(() => {
    palette = readPalette(frame);
    sprites = markSprites(palette, devicePixelRatio);
    overview = undefined;
    layers.change();
    // A sheet is printed before there is another frame.
    draw();
  });
  const resized = new ResizeObserver(() => {
    if (frame.clientWidth === width) return;
    width = frame.clientWidth;
    arrange();
  });
  resized.observe(frame);

  return {
    show(shown) {
      const sawAll = isWhole(view, whole);
      call = shown;
      whole = shown.whole ?? wholeCall(shown.placed.span);
      // Events that are added to a call leave alone what somebody looks at.
      view = sawAll ? whole : panned(view, whole, 0);
      hover(undefined);
      arrange();
    },
    select(index) {
      selected = index;
      const atMs = index === undefined ? undefined : call.placed.times[index];
      const next = atMs === undefined ? view : revealing(view, whole, atMs);
      if (next === view) redraw();
      else move(next);
    },
    zoom(factor) {
      const middle = (view.startMs + view.endMs) / 2;
      const atMs = selected === undefined ? middle : (call.placed.times[selected] ?? middle);
      move(zoomed(view, whole, factor, atMs >= view.startMs && atMs <= view.endMs ? atMs : middle));
    },
    pan: (part) => move(panned(view, whole, part * (view.endMs - view.startMs))),
    look: (next) => look(next === undefined ? whole : between(whole, next.startMs, next.endMs)),
    showAll: () => move(whole),
    destroy() {
      detach();
      forgetScheme();
      resized.disconnect();
      cancelAnimationFrame(nextFrame);
    },
  };
}
