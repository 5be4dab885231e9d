import type { Found } from './found.ts';

interface SearchResultsProps {
  found: readonly Found[];
  /** More may come. */
  isAsking: boolean;
  onFollow: () => void;
}

/** What a text leads to, by kind. */
export function SearchResults({ found, isAsking, onFollow }: SearchResultsProps) {
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
        {isAsking && 'Looking through the events of the last 7 days…'}
        {!isAsking &&
          found.length === 0 &&
          'Nothing found in the last 7 days. Enter opens the text as a SID or client.'}
        {!isAsking && found.length > 0 && `${found.length} found`}
      </p>
    </div>
  );
}
