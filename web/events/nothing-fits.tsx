import type { Level } from '../../shared/level.ts';
import { printable } from '../../shared/printable.ts';
import type { Filters } from '../filters/filters.ts';
import { NoProof, nothingFound } from '../filters/nothing-found.tsx';
import type { SeenValues } from '../filters/seen-values.ts';
import { addressOf } from '../route.ts';

interface NothingFitsProps {
  filters: Filters;
  /** Levels that the API answers for. */
  levels: readonly Level[];
  range: { fromMs: number; toMs: number };
  /** Everything of the range was read. */
  isWhole: boolean;
  isReading: boolean;
  seen: SeenValues;
}

const MOST_OFFERED = 5;

/** What an empty list means, and what it does not. */
export function NothingFits({ filters, levels, range, isWhole, isReading, seen }: NothingFitsProps) {
  if (range.fromMs > range.toMs) return <p class="empty">The end of the time range is before its start.</p>;
  if (isReading) return <p class="empty">No match yet. Older events are still loading.</p>;
  const offers = offersFor(filters, seen);
  return (
    <div class="empty">
      <p>{nothingFound(filters, levels)}</p>
      {!isWhole && <p>The page holds only part of this time range. Other events may match.</p>}
      {(filters.group ?? filters.name) !== undefined && (
        <p>
          Group and name must match exactly.
          {offers.length > 0 && ' Did you mean '}
          {offers.map(({ word, filters: offered }, index) => (
            <span key={word}>
              {index > 0 && ', '}
              <a href={addressOf('events', offered)}>{printable(word)}</a>
            </span>
          ))}
          {offers.length > 0 && '?'}
        </p>
      )}
      <NoProof />
    </div>
  );
}

/** What somebody may have meant by a group or a name, as filters. */
function offersFor(filters: Filters, seen: SeenValues): { word: string; filters: Filters }[] {
  const near = (typed: string | undefined, known: readonly string[]) =>
    typed === undefined ? [] : known.filter((word) => word !== typed && isNear(word, typed));
  return [
    ...near(filters.group, seen.groups).map((group) => ({ word: group, filters: { ...filters, group } })),
    ...near(filters.name, seen.names).map((name) => ({ word: name, filters: { ...filters, name } })),
  ].slice(0, MOST_OFFERED);
}

function isNear(word: string, typed: string): boolean {
  const [one, other] = [word, typed].map((text) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  return one !== undefined && other !== undefined && other !== '' && (one.includes(other) || other.includes(one));
}
