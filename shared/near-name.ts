/**
 * The name that somebody can have meant, who wrote another one: it differs in a third of its letters at most.
 * @param plain what of a name is compared, where it is not all of it
 */
export function nearName(
  name: string,
  known: readonly string[],
  plain: (name: string) => string = (text) => text,
): string | undefined {
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(name, plain(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.round(candidate.length / 3))
    .toSorted((one, other) => one.distance - other.distance);
  return best?.candidate;
}

/** How many letters have to be put in, left out or changed. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_distance, index) => index);
  for (const [row, letter] of Array.from(from).entries()) {
    const distances = [row + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const changed = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      distances.push(Math.min(changed, (previous[column + 1] ?? 0) + 1, (distances[column] ?? 0) + 1));
    }
    previous = distances;
  }
  return previous[to.length] ?? 0;
}
