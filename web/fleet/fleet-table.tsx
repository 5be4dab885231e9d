import { useState } from 'preact/hooks';
import { percentText } from '../causes/cause-words.ts';
import { Sparkline } from '../chart/sparkline.tsx';
import { cellText } from '../count.ts';
import { withFacet } from '../filters/facet-filters.ts';
import { facetValueText, facetWord } from '../filters/facet-words.ts';
import type { Filters } from '../filters/filters.ts';
import { addressOf } from '../route.ts';
import type { FleetAnswer } from './fleet-answer.ts';
import { type FleetColumn, MIN_CALLS, measureOf, orderedGroups } from './fleet-order.ts';

interface FleetTableProps {
  answer: FleetAnswer;
  by: string;
  filters: Filters;
  isFewShown: boolean;
}

/** Shares that are drawn as bars. */
const SHARES = [
  { column: 'failed', word: 'Failed', levels: ['ERROR'] },
  { column: 'errors', word: 'With errors', levels: ['ERROR'] },
  { column: 'warnings', word: 'With warnings', levels: ['WARNING'] },
] as const;
/** How many times the share of all calls is worth a look. */
const WORSE = 1.5;

/** A row for each value, the worst first. Each cell leads to the causes of these calls. */
export function FleetTable({ answer, by, filters, isFewShown }: FleetTableProps) {
  const [column, setColumn] = useState<FleetColumn>('failed');
  const { groups, all, is_whole } = answer;
  const shown = orderedGroups(groups, column).filter(({ calls }) => isFewShown || calls >= MIN_CALLS);
  // A few calls must not make the bars of all others short.
  const many = shown.filter(({ calls }) => calls >= MIN_CALLS);
  const highest = Object.fromEntries(
    SHARES.map(({ column }) => [
      column,
      Math.max(0.0001, ...(many.length > 0 ? many : shown).map((group) => Number(measureOf(group, column) ?? 0))),
    ]),
  ) as Record<FleetColumn, number>;
  const addressFor = (levels: Filters['levels'], value?: string) => {
    const asked = { ...filters, levels };
    return addressOf('causes', value === undefined ? asked : withFacet(asked, { name: by, value }));
  };
  if (groups.length === 0) {
    return (
      <div class="empty">
        <p>
          <b>No final summary of a call tells {facetWord(by)} in this time range.</b>
        </p>
        <p>Twilio sends summaries up to 30 minutes after a call. </p>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keys
    <section class="panel table-field fleet-field" aria-label={`Calls by ${facetWord(by)}`} tabIndex={0}>
      {!is_whole && <p class="note">Not all calls of the time range are counted yet.</p>}
      <table class="data fleet">
        <thead>
          <tr>
            <Head column="value" word={facetWord(by)} sorted={column} onSort={setColumn} />
            <Head column="calls" word="Calls" sorted={column} onSort={setColumn} isNumber />
            {SHARES.map((share) => (
              <Head key={share.column} {...share} sorted={column} onSort={setColumn} />
            ))}
            <Head column="mos" word="MOS" sorted={column} onSort={setColumn} isNumber />
            <th>Calls over time</th>
          </tr>
        </thead>
        <tbody>
          <tr class="fleet-all">
            <th scope="row">All calls</th>
            <td class="number">{cellText(all.calls, is_whole)}</td>
            {SHARES.map(({ column, levels }) => (
              <td key={column}>
                <ShareCell share={measureOf(all, column)} highest={highest[column]} href={addressFor(levels)} />
              </td>
            ))}
            <td class="number">{mosText(all.mos)}</td>
            <td>
              <Sparkline volume={all.volume} colour="--text-muted" />
            </td>
          </tr>
          {shown.map((group) => {
            const isFew = group.calls < MIN_CALLS;
            return (
              <tr key={group.value} class={isFew ? 'fleet-few' : undefined}>
                <th scope="row">
                  <a href={addressFor(filters.levels, group.value)}>
                    {facetValueText({ name: by, value: group.value })}
                  </a>
                  {isFew && (
                    <span class="tag" title={`Fewer than ${MIN_CALLS} calls: their shares may be chance`}>
                      few calls
                    </span>
                  )}
                </th>
                <td class="number">{cellText(group.calls, is_whole)}</td>
                {SHARES.map(({ column, levels }) => (
                  <td key={column}>
                    <ShareCell
                      share={measureOf(group, column)}
                      highest={highest[column]}
                      all={isFew ? undefined : measureOf(all, column)}
                      href={addressFor(levels, group.value)}
                    />
                  </td>
                ))}
                <td class="number">{mosText(group.mos)}</td>
                <td>
                  <Sparkline volume={group.volume} colour="--text-muted" />
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

interface HeadProps {
  column: FleetColumn;
  word: string;
  sorted: FleetColumn;
  onSort: (column: FleetColumn) => void;
  isNumber?: boolean;
}

function Head({ column, word, sorted, onSort, isNumber = false }: HeadProps) {
  const isSorted = column === sorted;
  const isUp = column === 'value' || column === 'mos';
  return (
    <th class={isNumber ? 'number' : undefined} aria-sort={isSorted ? (isUp ? 'ascending' : 'descending') : undefined}>
      <button type="button" class="sort" onClick={() => onSort(column)}>
        {word}
        <span aria-hidden="true">{isSorted ? (isUp ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}

interface ShareCellProps {
  share: string | number | undefined;
  highest: number;
  /** The share of all calls, where the two may be compared. */
  all?: string | number | undefined;
  href: string;
}

function ShareCell({ share, highest, all, href }: ShareCellProps) {
  if (typeof share !== 'number') return <span class="muted">–</span>;
  const isWorse = typeof all === 'number' && share >= all * WORSE && share - all >= 0.01;
  return (
    <a class={isWorse ? 'share fleet-share fleet-worse' : 'share fleet-share'} href={href}>
      <span class="share-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(1, share / highest) * 100}%` }} />
      </span>
      <span class="number">{percentText(share)}</span>
    </a>
  );
}

function mosText(mos: number | null): string {
  return mos === null ? '–' : mos.toFixed(2);
}
