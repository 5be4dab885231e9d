const MAX_ECHO = 100;
/** Of those that are not there; whoever sends hundreds learns as much from the first. */
const MAX_NAMED = 5;

/** A sentence for each parameter that a route does not have: it would select nothing, and nobody would know. */
export function unknownParameters(search: URLSearchParams, known: readonly string[]): string[] {
  const unknown = [...new Set(search.keys())].filter((name) => !known.includes(name));
  const sentences = unknown.slice(0, MAX_NAMED).map((name) => {
    const meant = nearest(name, known);
    if (meant !== undefined) return `${echo(name)}: the parameter is called ${meant}`;
    return `${echo(name)}: there is no such parameter${known.length === 0 ? ', and no other' : `, only ${known.join(', ')}`}`;
  });
  return unknown.length > MAX_NAMED ? [...sentences, `and ${unknown.length - MAX_NAMED} more`] : sentences;
}

/** The name that somebody can have meant: other clients and resources write lists, bounds and cases another way. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = plainName(name);
  // As Twilio's Calls resource has them: `StartTime<` is the end of a time.
  const isBound = /time/.test(plain) && /[<>]/.test(name) && known.includes('StartTime');
  if (isBound) return name.includes('<') ? 'EndTime' : 'StartTime';
  const [best] = known
    .map((candidate) => ({ candidate, distance: editDistance(plain, plainName(candidate)) }))
    .filter(({ candidate, distance }) => distance <= Math.round(candidate.length / 3))
    .toSorted((one, other) => one.distance - other.distance);
  return best?.candidate;
}

/** Letters alone: no `[]`, `[0]`, `>`, `_`, `-` or blank. */
function plainName(name: string): string {
  return name
    .slice(0, MAX_ECHO)
    .toLowerCase()
    .replace(/[^a-z]/g, '');
}

function echo(name: string): string {
  return /^[\w[\]<>=.-]{1,100}$/.test(name) ? name : JSON.stringify(name.slice(0, MAX_ECHO).toWellFormed());
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
