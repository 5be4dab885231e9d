/** The rows of a part of a partition, and when they were read, epoch ms. */
export interface CachedPart<Row> {
  readMs: number;
  rows: readonly Row[];
}

/** Parts that were read, as many as there is room for: the one that was not asked for longest has to go. */
export interface PartCache<Part extends CachedPart<unknown>> {
  /** @param reading who asks: what it has asked for stays until another one does */
  get(key: string, reading: object): Part | undefined;
  /** False where there is no room, but for what this reading has asked for itself. */
  put(key: string, part: Part, reading: object): boolean;
  drop(key: string): void;
}

/** @param maxRows a part without rows takes the room of one */
export function createPartCache<Part extends CachedPart<unknown>>(maxRows: number): PartCache<Part> {
  const parts = new Map<string, { part: Part; reading: object }>();
  let room = maxRows;

  function drop(key: string): void {
    const known = parts.get(key);
    if (known === undefined) return;
    parts.delete(key);
    room += sizeOf(known.part);
  }

  return {
    get(key, reading) {
      const part = parts.get(key)?.part;
      if (part === undefined) return undefined;
      // A map is in the order of what was put last.
      parts.delete(key);
      parts.set(key, { part, reading });
      return part;
    },
    put(key, part, reading) {
      drop(key);
      parts.set(key, { part, reading });
      room -= sizeOf(part);
      for (const [oldest, { reading: ofOldest }] of parts) {
        if (room >= 0) return true;
        if (ofOldest === reading) return false;
        drop(oldest);
      }
      return room >= 0;
    },
    drop,
  };
}

function sizeOf({ rows }: CachedPart<unknown>): number {
  return Math.max(1, rows.length);
}
