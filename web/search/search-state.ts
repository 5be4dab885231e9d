/** How far a text was looked for. */
export interface SearchState {
  /** Everything that is found by now, of whatever kind. */
  count: number;
  /** `failed`: events cannot be looked through now. `part`: not all of them were. */
  inEvents: 'asking' | 'part' | 'whole' | 'failed';
}

/** What is said below what was found. Nothing is denied that was not looked through. */
export function searchStateText({ count, inEvents }: SearchState): string {
  switch (inEvents) {
    case 'asking':
      return 'Looking through the events of the last 7 days…';
    case 'failed':
      return 'Events could not be looked through now.';
    case 'part':
      return `${count === 0 ? 'Nothing' : count} found so far. Looking on through the last 7 days…`;
    case 'whole':
      return count === 0
        ? 'Nothing found in the last 7 days. Enter opens the text as a SID or client.'
        : `${count} found`;
  }
}
