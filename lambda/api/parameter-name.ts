import { nearName } from '../../shared/near-name.ts';

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
  return nearName(plain, known, plainName);
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
