/** What a hand does to the timeline. Places are in CSS pixels of the canvas. */
export interface Gestures {
  hover(at: { x: number; y: number } | undefined): void;
  tap(at: { x: number; y: number }): void;
  pan(byPixels: number): void;
  /** Under 1 shows less time. */
  zoom(factor: number, aroundX: number): void;
  /** Draws a part of the time, and then shows it. */
  draw(fromX: number, toX: number): void;
  drawn(fromX: number, toX: number): void;
  /** A hand on the overview, from where it came down; `isFirst` as it comes. */
  brush(x: number, isFirst: boolean): void;
  isOverview(y: number): boolean;
  /** Whether the wheel alone zooms; the page scrolls otherwise. */
  wheelZooms(): boolean;
  /** Whatever a hand began is not to be. */
  cancel(): void;
}

/** A pointer that moved less meant to tap. */
const STILL = 4;
const WHEEL_SPEED = 0.002;
const WHEEL_LINE = 16;

type Held = 'draw' | 'pan' | 'brush';

/**
 * A mouse draws the part to zoom to, and moves the view with Shift; one finger moves it, two zoom. Sideways wheel pans,
 * wheel zooms. Returns what ends it.
 */
export function attachGestures(canvas: HTMLCanvasElement, gestures: Gestures): () => void {
  const fingers = new Map<number, number>();
  let [moved, fromX] = [0, 0];
  let held: Held = 'pan';
  const listening = new AbortController();
  const on = <Name extends 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'pointerleave'>(
    name: Name,
    listener: (event: PointerEvent) => void,
  ) => canvas.addEventListener(name, listener, { signal: listening.signal });

  on('pointerdown', (event) => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event.offsetX);
    moved = fingers.size > 1 ? STILL : 0;
    fromX = event.offsetX;
    held = heldBy(event);
    if (held === 'brush') gestures.brush(event.offsetX, true);
  });
  on('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (before === undefined) {
      gestures.hover({ x: event.offsetX, y: event.offsetY });
      return;
    }
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    const by = event.offsetX - before;
    moved += Math.abs(by);
    if (moved < STILL) return;
    fingers.set(event.pointerId, event.offsetX);
    gestures.hover(undefined);
    if (other !== undefined) {
      gestures.zoom(Math.abs(before - other) / Math.max(Math.abs(event.offsetX - other), 1), other);
    } else if (held === 'brush') gestures.brush(event.offsetX, false);
    else if (held === 'draw') gestures.draw(fromX, event.offsetX);
    else gestures.pan(-by);
  });
  on('pointerup', (event) => {
    if (!fingers.delete(event.pointerId)) return;
    if (moved < STILL) gestures.tap({ x: event.offsetX, y: event.offsetY });
    else if (held === 'draw') gestures.drawn(fromX, event.offsetX);
  });
  on('pointercancel', (event) => {
    fingers.delete(event.pointerId);
    gestures.cancel();
  });
  on('pointerleave', () => gestures.hover(undefined));
  canvas.addEventListener('wheel', onWheel, { passive: false, signal: listening.signal });
  return () => listening.abort();

  function heldBy(event: PointerEvent): Held {
    if (fingers.size === 1 && gestures.isOverview(event.offsetY)) return 'brush';
    return event.pointerType === 'touch' || event.shiftKey ? 'pan' : 'draw';
  }

  function onWheel(event: WheelEvent): void {
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE : 1;
    const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
    // A pinch on a touchpad arrives as a wheel with Ctrl.
    const zooms = event.ctrlKey || event.metaKey || gestures.wheelZooms();
    if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) gestures.pan(sideways * unit);
    else if (zooms) gestures.zoom(Math.exp(event.deltaY * unit * WHEEL_SPEED), event.offsetX);
    else return;
    event.preventDefault();
  }
}
