import { percentText } from '../causes/cause-words.ts';
import type { FleetColumn } from './fleet-order.ts';

interface HeadProps {
  column: FleetColumn;
  word: string;
  sorted: FleetColumn;
  onSort: (column: FleetColumn) => void;
  isNumber?: boolean;
}

/** The head of a column, which orders by it: the worst first. */
export function FleetHead({ column, word, sorted, onSort, isNumber = false }: HeadProps) {
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

interface MeasureCellProps {
  /** A share of calls, or a count where `isShare` is false. */
  measure: number | undefined;
  isShare: boolean;
  /** What a full bar stands for. */
  highest: number;
  /** That of all calls, where the two may be compared. */
  all?: number | undefined;
  href: string;
}

/** How many times the share of all calls is worth a look. */
const WORSE = 1.5;
/** A smaller difference of shares is none. */
const MIN_DIFFERENCE = 0.01;

/** A share as a bar and in numbers, which leads to the causes; one far above that of all calls is marked. */
export function MeasureCell({ measure, isShare, highest, all, href }: MeasureCellProps) {
  if (measure === undefined) return <span class="muted">–</span>;
  const isWorse = isShare && all !== undefined && measure >= all * WORSE && measure - all >= MIN_DIFFERENCE;
  return (
    <a class={isWorse ? 'share fleet-share fleet-worse' : 'share fleet-share'} href={href}>
      <span class="share-bar" aria-hidden="true">
        <span style={{ width: `${Math.min(1, measure / highest) * 100}%` }} />
      </span>
      <span class="number">
        {isShare ? percentText(measure) : measure.toLocaleString()}
        {isWorse && <span class="visually-hidden"> far above all calls</span>}
      </span>
    </a>
  );
}
