/** What a hand does to the timeline. Places are in CSS pixels of the canvas. */
export interface Gestures {
  hover(at: { x: number; y: number } | undefined): void;
  tap(at: { x: number; y: number }): void;
  pan(byPixels: number): void;
  /** Under 1 shows less time. */
  zoom(factor: number, aroundX: number): void;
  /** Whether the wheel alone zooms; the page scrolls otherwise. */
  wheelZooms(): boolean;
}

/** A pointer that moved less meant to tap. */
const STILL = 4;
const WHEEL_SPEED = 0.002;
const WHEEL_LINE = 16;

/** Pan by drag or sideways wheel, zoom by wheel or two fingers, hover and tap. Returns what ends it. */
export function attachGestures(canvas: HTMLCanvasElement, gestures: Gestures): () => void {
  const fingers = new Map<number, number>();
  let moved = 0;
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
    if (other === undefined) gestures.pan(-by);
    else gestures.zoom(Math.abs(before - other) / Math.max(Math.abs(event.offsetX - other), 1), other);
  });
  on('pointerup', (event) => {
    if (fingers.delete(event.pointerId) && moved < STILL) gestures.tap({ x: event.offsetX, y: event.offsetY });
  });
  on('pointercancel', (event) => fingers.delete(event.pointerId));
  on('pointerleave', () => gestures.hover(undefined));
  canvas.addEventListener(
    'wheel',
    (event) => {
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE : 1;
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      // A pinch on a touchpad arrives as a wheel with Ctrl.
      const zooms = event.ctrlKey || event.metaKey || gestures.wheelZooms();
      if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) gestures.pan(sideways * unit);
      else if (zooms) gestures.zoom(Math.exp(event.deltaY * unit * WHEEL_SPEED), event.offsetX);
      else return;
      event.preventDefault();
    },
    { passive: false, signal: listening.signal },
  );
  return () => listening.abort();
}
