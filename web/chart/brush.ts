/** What is chosen on a chart of equal parts: where the cursor is, and where a choice began, as indexes of parts. */
export interface Brush {
  cursor: number;
  /** Undefined while only one part is looked at. */
  anchor: number | undefined;
}

/** The first and the last part of a choice. */
export function chosenParts({ cursor, anchor = cursor }: Brush): { first: number; last: number } {
  return { first: Math.min(cursor, anchor), last: Math.max(cursor, anchor) };
}

const MOVES: Readonly<Record<string, (cursor: number, last: number) => number>> = {
  ArrowLeft: (cursor) => cursor - 1,
  ArrowRight: (cursor) => cursor + 1,
  ArrowDown: (cursor) => cursor - 1,
  ArrowUp: (cursor) => cursor + 1,
  PageDown: (cursor) => cursor - 10,
  PageUp: (cursor) => cursor + 10,
  Home: () => 0,
  End: (_cursor, last) => last,
};

/**
 * The brush after a key that moves it; with Shift the choice grows. Undefined for a key that moves nothing.
 * @param parts how many there are
 */
export function movedBrush(
  brush: Brush | undefined,
  { key, shiftKey }: { key: string; shiftKey: boolean },
  parts: number,
): Brush | undefined {
  const move = Object.hasOwn(MOVES, key) ? MOVES[key] : undefined;
  if (move === undefined || parts === 0) return undefined;
  const last = parts - 1;
  // The newest part is where one looks first.
  if (brush === undefined) return { cursor: key === 'Home' ? 0 : last, anchor: undefined };
  const cursor = Math.min(Math.max(move(brush.cursor, last), 0), last);
  return { cursor, anchor: shiftKey ? (brush.anchor ?? brush.cursor) : undefined };
}
