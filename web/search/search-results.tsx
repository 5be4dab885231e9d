import type { Found } from './found.ts';
import { type SearchState, searchStateText } from './search-state.ts';

interface SearchResultsProps {
  found: readonly Found[];
  inEvents: SearchState['inEvents'];
  onFollow: () => void;
}

/** What a text leads to, by kind. */
export function SearchResults({ found, inEvents, onFollow }: SearchResultsProps) {
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  return (
    <div class="search-results">
      {kinds.map((kind) => (
        <section key={kind} aria-label={kind}>
          <h2>{kind}</h2>
          <ul>
            {found
              .filter((one) => one.kind === kind)
              .map(({ title, detail, address }) => (
                <li key={address}>
                  <a href={address} onClick={onFollow}>
                    <b>{title}</b> <span class="muted">{detail}</span>
                  </a>
                </li>
              ))}
          </ul>
        </section>
      ))}
      <p role="status" class="muted small">
        {searchStateText({ count: found.filter(({ kind }) => kind !== 'Conference').length, inEvents })}
      </p>
    </div>
  );
}
