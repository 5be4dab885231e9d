import { type Features, LIKENESSES, likeness } from './likeness.ts';

/** Which of some REST events the table has. Numbers are places in the lists given. */
export interface Match {
  matched: number[];
  /** The table does not have them, whichever way the others are matched. */
  missing: number[];
  /** As many as are missing, but which of several is not to be told. */
  ambiguous: number[];
}

interface Edge {
  stored: number;
  /** Place in LIKENESSES: the lower, the better. */
  rank: number;
}

/**
 * Matches REST events with stored ones of the same bucket, one to one: as many as can be, and among those the ones that
 * are most alike. So an event that came by the stream counts as there as long as any reading allows it.
 * @param sameContent whether two of the REST events say the same, so that it does not matter which of them is missing
 */
export function match(
  rest: readonly Features[],
  stored: readonly Features[],
  sameContent: (a: number, b: number) => boolean,
): Match {
  const edges = rest.map((event) => edgesOf(event, stored));
  const owner = new Map<number, number>();
  /** At which rank an event got a partner; its last partner may be a worse one, for the sake of another event. */
  const held = new Map<number, number>();

  /** Kuhn's: who is matched stays so, at most with another one. */
  function place(event: number, rank: number, seen: Set<number>): boolean {
    for (const edge of edges[event] ?? []) {
      if (edge.rank > rank || seen.has(edge.stored)) continue;
      seen.add(edge.stored);
      const other = owner.get(edge.stored);
      if (other !== undefined && !place(other, rank, seen)) continue;
      owner.set(edge.stored, event);
      return true;
    }
    return false;
  }

  for (const rank of LIKENESSES.keys()) {
    for (const event of rest.keys()) {
      if (!held.has(event) && place(event, rank, new Set())) held.set(event, rank);
    }
  }

  const rankOf = (event: number, stored: number) => edges[event]?.find((edge) => edge.stored === stored)?.rank ?? 0;

  /** Whether another event, of other content, could as well be the one without a partner. */
  function isAmbiguous(left: number): boolean {
    const waiting = [left];
    const seen = new Set(waiting);
    for (const event of waiting) {
      for (const edge of edges[event] ?? []) {
        const other = owner.get(edge.stored);
        if (other === undefined || seen.has(other)) continue;
        // The other one has better evidence.
        if (edge.rank > Math.max(held.get(other) ?? 0, rankOf(other, edge.stored))) continue;
        if (!sameContent(left, other)) return true;
        seen.add(other);
        waiting.push(other);
      }
    }
    return false;
  }

  const result: Match = { matched: [], missing: [], ambiguous: [] };
  for (const event of rest.keys()) {
    if (held.has(event)) result.matched.push(event);
    else if (isAmbiguous(event)) result.ambiguous.push(event);
    else result.missing.push(event);
  }
  return result;
}

function edgesOf(event: Features, stored: readonly Features[]): Edge[] {
  return stored
    .flatMap((candidate, index) => {
      const how = likeness(event, candidate);
      return how === undefined ? [] : [{ stored: index, rank: LIKENESSES.indexOf(how) }];
    })
    .sort((a, b) => a.rank - b.rank);
}
