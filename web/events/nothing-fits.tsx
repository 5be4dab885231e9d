import type { Level } from '../../shared/level.ts';
import { printable } from '../../shared/printable.ts';
import { DEFAULT_FILTERS, type Filters, searchOf } from '../filters/filters.ts';
import type { SeenValues } from '../filters/seen-values.ts';
import { LEVEL_WORD } from '../level-shape.ts';
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

/** What an empty list means, and what it does not: that all is well cannot be told from it. */
export function NothingFits({ filters, levels, range, isWhole, isReading, seen }: NothingFitsProps) {
  if (range.fromMs > range.toMs) return <p class="empty">The end of the time range is before its start.</p>;
  if (isReading) return <p class="empty">No match yet. Older events are still loading.</p>;
  const { span, from, to, ...narrowing } = filters;
  const isNarrow = searchOf({ ...DEFAULT_FILTERS, ...narrowing }) !== '';
  const words = levels.map((level) => `no ${LEVEL_WORD[level].toLowerCase()}`).join(' and ');
  const offers = isNarrow ? offersFor(filters, seen) : [];
  return (
    <div class="empty">
      <p>{isNarrow ? 'No event matches these filters.' : `There is ${words} in this time range.`}</p>
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
      <p>
        An empty list does not prove that all calls are well: no events may arrive. The command <code>doctor</code>{' '}
        checks this. New events appear here about 90 seconds after they happen.
      </p>
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
