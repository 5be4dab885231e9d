import { useState } from 'preact/hooks';
import type { FleetAnswer, FleetGroup } from '../../families/call-event/causes/fleet-group.ts';
import { Sparkline } from '../chart/sparkline.tsx';
import { cellText } from '../count.ts';
import { withFacet } from '../filters/facet-filters.ts';
import { facetValueText, facetWord } from '../filters/facet-words.ts';
import type { Filters } from '../filters/filters.ts';
import { addressOf } from '../route.ts';
import { FleetHead, MeasureCell } from './fleet-cells.tsx';
import { type FleetColumn, isFew, measureOf, orderedGroups } from './fleet-order.ts';

interface FleetTableProps {
  answer: FleetAnswer;
  by: string;
  filters: Filters;
}

/** What is drawn as bars. */
const MEASURES = [
  { column: 'failed', word: 'Failed', levels: ['ERROR'] },
  { column: 'errors', word: 'With errors', levels: ['ERROR'] },
  { column: 'warnings', word: 'With warnings', levels: ['WARNING'] },
] as const;

/** A row for each value, the worst first. Each cell leads to the causes of these calls. */
export function FleetTable({ answer, by, filters }: FleetTableProps) {
  const { groups, all, is_whole, more } = answer;
  const isShare = all.calls !== null;
  const [sorted, setSorted] = useState<FleetColumn>(isShare ? 'failed' : 'errors');
  // A few calls must not make the bars of all others short.
  const many = groups.filter((group) => !isFew(group));
  const highest = (column: (typeof MEASURES)[number]['column']) =>
    // A count is a part of all of them.
    Math.max(
      !isShare ? (measureOf(all, column) ?? 0) : 0,
      Number.EPSILON,
      ...(many.length > 0 ? many : groups).map((group) => measureOf(group, column) ?? 0),
    );
  const tops = { failed: highest('failed'), errors: highest('errors'), warnings: highest('warnings') };
  const addressFor = (levels: Filters['levels'], value?: string) => {
    const asked = { ...filters, levels };
    return addressOf('causes', value === undefined ? asked : withFacet(asked, { name: by, value }));
  };
  const cellsOf = (group: FleetGroup, value?: string) => (
    <>
      <td class="number">{group.calls === null ? '–' : cellText(group.calls, is_whole)}</td>
      {MEASURES.map(({ column, levels }) => (
        <td key={column}>
          <MeasureCell
            measure={measureOf(group, column)}
            isShare={isShare}
            highest={tops[column]}
            all={value === undefined || isFew(group) ? undefined : measureOf(all, column)}
            href={addressFor(levels, value)}
          />
        </td>
      ))}
      <td class="number">{group.mos === null ? '–' : group.mos.toFixed(2)}</td>
      <td>
        <Sparkline volume={group.volume} colour="--level-error" />
      </td>
    </>
  );

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reached by keys
    <section class="panel table-field fleet-field" aria-label={`Calls by ${facetWord(by)}`} tabIndex={0}>
      <table class="data fleet">
        <thead>
          <tr>
            <FleetHead column="value" word={facetWord(by)} sorted={sorted} onSort={setSorted} />
            <FleetHead column="calls" word="Calls" sorted={sorted} onSort={setSorted} isNumber />
            {MEASURES.map(({ column, word }) => (
              <FleetHead key={column} column={column} word={word} sorted={sorted} onSort={setSorted} />
            ))}
            <FleetHead column="mos" word="MOS" sorted={sorted} onSort={setSorted} isNumber />
            <th>Errors over time</th>
          </tr>
        </thead>
        <tbody>
          <tr class="fleet-all">
            <th scope="row">All</th>
            {cellsOf(all)}
          </tr>
          {orderedGroups(groups, sorted).map((group) => (
            <tr key={group.value} class={isFew(group) ? 'fleet-few' : undefined}>
              <th scope="row">
                <a href={addressFor(filters.levels, group.value)}>{facetValueText({ name: by, value: group.value })}</a>
                {isFew(group) && (
                  <span class="tag" title="Their shares may be chance">
                    few calls
                  </span>
                )}
              </th>
              {cellsOf(group, group.value)}
            </tr>
          ))}
        </tbody>
      </table>
      {more > 0 && <p class="muted small">{more.toLocaleString()} smaller groups are not listed.</p>}
    </section>
  );
}
