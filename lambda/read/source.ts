/** An answer of the table that is read part by part, when it is needed, and gone through row by row. */
export interface Source<Row> {
  /** The next row; undefined where none is left, or it has not been read. */
  head(): Row | undefined;
  /** Goes on behind the next row. */
  pass(): void;
  /** Whether there may be a next row that has not been read. */
  isLacking(): boolean;
  /** Reads what follows, with one request. @param limit rows at most @returns how many it read */
  read(limit?: number): Promise<number>;
}

/** Rows of one read, and where what follows begins, if there may be any. */
export interface Part<Row, Place> {
  rows: readonly Row[];
  next?: Place;
}

/** @param start behind which place it begins; at its beginning without one */
export function createSource<Row, Place>(
  readPart: (beyond: Place | undefined, limit: number | undefined) => Promise<Part<Row, Place>>,
  start?: Place,
): Source<Row> {
  let part: Part<Row, Place> = { rows: [] };
  let position = 0;
  let isBegun = false;
  return {
    head: () => part.rows[position],
    pass() {
      position += 1;
    },
    isLacking: () => position >= part.rows.length && (!isBegun || part.next !== undefined),
    async read(limit) {
      part = await readPart(isBegun ? part.next : start, limit);
      position = 0;
      isBegun = true;
      return part.rows.length;
    },
  };
}
