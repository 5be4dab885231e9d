import type { Level } from '../../shared/level.ts';
import { printable } from '../../shared/printable.ts';
import { LEVEL_WORD } from '../level-shape.ts';
import { addressOfNow } from '../route.ts';
import { DEFAULT_FILTERS, type Filters, searchOf } from './filters.ts';
import type { SeenValues } from './survey.ts';

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
  if (range.fromMs > range.toMs) return <p class="empty">Nothing: this time ends before it begins.</p>;
  if (isReading) return <p class="empty">Nothing yet that fits; older events are still being read.</p>;
  const { span, from, to, ...narrowing } = filters;
  const isNarrow = searchOf({ ...DEFAULT_FILTERS, ...narrowing }) !== '';
  const words = levels.map((level) => `no ${LEVEL_WORD[level].toLowerCase()}`).join(' and ');
  const offers = isNarrow ? offersFor(filters, seen) : [];
  return (
    <div class="empty">
      <p>{isNarrow ? 'Nothing that fits these filters.' : `In this time there is ${words}.`}</p>
      {!isWhole && <p>There is more in this time than the page holds, and some of that may fit.</p>}
      {(filters.group ?? filters.name) !== undefined && (
        <p>
          Group and name are compared as a whole.
          {offers.length > 0 && ' There is '}
          {offers.map(({ word, filters: offered }, index) => (
            <span key={word}>
              {index > 0 && ', '}
              <a href={addressOfNow(offered)}>{printable(word)}</a>
            </span>
          ))}
          {offers.length > 0 && '.'}
        </p>
      )}
      <p>
        This does not say that calls are well: it looks the same where no events arrive. The command <code>doctor</code>{' '}
        tells whether they do. New events show here by themselves, about 90 seconds after they happen.
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
