/** A long list of rows of one height, of which one may be open and taller. Lengths in CSS pixels. */
export interface LongList {
  count: number;
  rowHeight: number;
  /** The open row, and the height of what is below its line. */
  open?: { index: number; height: number };
}

/** Where a row begins. */
export function rowTop({ rowHeight, open }: LongList, index: number): number {
  return index * rowHeight + (open !== undefined && index > open.index ? open.height : 0);
}

export function listHeight(list: LongList): number {
  return rowTop({ ...list, open: undefined }, list.count) + (list.open?.height ?? 0);
}

/** The rows that are in sight, and so many more on either side; the last one not included. */
export function rowsInSight(
  list: LongList,
  { scrollTop, height }: { scrollTop: number; height: number },
  more: number,
): { from: number; to: number } {
  const from = Math.max(rowAt(list, scrollTop) - more, 0);
  return { from, to: Math.min(rowAt(list, scrollTop + height) + 1 + more, list.count) };
}

function rowAt({ rowHeight, open }: LongList, y: number): number {
  if (open === undefined) return Math.floor(y / rowHeight);
  const opened = (open.index + 1) * rowHeight;
  if (y < opened) return Math.floor(y / rowHeight);
  return Math.max(open.index, Math.floor((y - open.height) / rowHeight));
}

/** Where to scroll so that a row is in sight, with as much as fits of what is open below it; nowhere where it is already. */
export function scrollToRow(
  list: LongList,
  { scrollTop, height }: { scrollTop: number; height: number },
  index: number,
): number {
  const top = rowTop(list, index);
  const below = list.open?.index === index ? list.open.height : 0;
  const bottom = top + Math.min(list.rowHeight + below, Math.max(height, list.rowHeight));
  if (top < scrollTop) return top;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}

/** Where to scroll so that a row is a third from the top: what happened next is in sight, too. */
export function scrollToThird(list: LongList, height: number, index: number): number {
  return Math.max(rowTop(list, index) - Math.floor(height / 3), 0);
}
