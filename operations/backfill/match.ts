/** Which of some REST events the table has. Numbers are places in the lists given. */
export interface Match {
  matched: number[];
  /** The table does not have them, whichever way the others are matched. */
  missing: number[];
  /** As many as are missing, but which of several is not to be told. */
  ambiguous: number[];
}

/** How alike two are. */
export interface Alike<Element> {
  /** How many ranks there are; 0 is the best one. */
  ranks: number;
  /** Undefined where they cannot be the same. */
  rankOf(one: Element, stored: Element): number | undefined;
}

/** Stored events that an event can be, best first: their places, and the ranks of their likeness. */
type Candidates = ReadonlyMap<number, number>;

/**
 * Matches REST events with stored ones of the same bucket, one to one: as many as can be, and among those the ones that
 * are most alike. So an event that came by the stream counts as there as long as any reading allows it.
 * @param contents what each REST event says; of two that say the same it does not matter which is missing
 */
export function match<Element>(
  rest: readonly Element[],
  stored: readonly Element[],
  contents: readonly string[],
  { ranks, rankOf }: Alike<Element>,
): Match {
  const candidates = candidatesByContent(rest, stored, contents, rankOf);
  const candidatesOf = (event: number) => candidates.get(contents[event] ?? '') ?? new Map<number, number>();
  const owner = new Map<number, number>();
  /** At which rank an event got a partner; its last partner may be a worse one, for the sake of another event. */
  const held = new Map<number, number>();

  /** Kuhn's: who is matched stays so, at most with another one. */
  function place(event: number, rank: number, seen: Set<number>, dead: ReadonlySet<number>): boolean {
    // A free row first, or many twins would push one another from row to row.
    for (const [row, likenessRank] of candidatesOf(event)) {
      if (likenessRank > rank) break;
      if (owner.has(row)) continue;
      owner.set(row, event);
      return true;
    }
    for (const [row, likenessRank] of candidatesOf(event)) {
      if (likenessRank > rank) return false;
      if (seen.has(row) || dead.has(row)) continue;
      seen.add(row);
      const other = owner.get(row);
      if (other === undefined || !place(other, rank, seen, dead)) continue;
      owner.set(row, event);
      return true;
    }
    return false;
  }

  for (let rank = 0; rank < ranks; rank += 1) {
    // Nothing leads from them to a row that is free, and nothing will at this rank: they are searched once.
    const dead = new Set<number>();
    for (const event of rest.keys()) {
      if (held.has(event)) continue;
      const seen = new Set<number>();
      if (place(event, rank, seen, dead)) held.set(event, rank);
      else for (const row of seen) dead.add(row);
    }
  }

  /** Whether another event, of other content, could as well be the one without a partner. */
  function isAmbiguous(left: number): boolean {
    for (const [row, rank] of candidatesOf(left)) {
      const other = owner.get(row);
      if (other === undefined || contents[other] === contents[left]) continue;
      // Where the other one has better evidence, it is the one.
      if (rank <= Math.max(held.get(other) ?? 0, candidatesOf(other).get(row) ?? 0)) return true;
    }
    return false;
  }

  const ambiguous = new Map<string, boolean>();
  const result: Match = { matched: [], missing: [], ambiguous: [] };
  for (const event of rest.keys()) {
    const content = contents[event] ?? '';
    if (held.has(event)) result.matched.push(event);
    else {
      if (!ambiguous.has(content)) ambiguous.set(content, isAmbiguous(event));
      result[ambiguous.get(content) ? 'ambiguous' : 'missing'].push(event);
    }
  }
  return result;
}

/** Twins have the same candidates. */
function candidatesByContent<Element>(
  rest: readonly Element[],
  stored: readonly Element[],
  contents: readonly string[],
  rankOf: Alike<Element>['rankOf'],
): Map<string, Candidates> {
  const found = new Map<string, Candidates>();
  for (const [index, event] of rest.entries()) {
    const content = contents[index] ?? '';
    if (!found.has(content)) found.set(content, candidatesOf(event, stored, rankOf));
  }
  return found;
}

function candidatesOf<Element>(
  event: Element,
  stored: readonly Element[],
  rankOf: Alike<Element>['rankOf'],
): Candidates {
  const candidates = stored.flatMap((candidate, index): [number, number][] => {
    const rank = rankOf(event, candidate);
    return rank === undefined ? [] : [[index, rank]];
  });
  return new Map(candidates.sort(([, a], [, b]) => a - b));
}
