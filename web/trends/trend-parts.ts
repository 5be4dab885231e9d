import { utcDay } from '../../shared/utc-day.ts';
import { numberIn, type TrendTable, textIn } from './read-trend.ts';
import { type DaySpan, partsOf } from './trend-days.ts';

/** What a bar of a chart stands for. */
export interface TrendPart extends DaySpan {
  /** A count, or a share in percent; undefined where there is nothing that a share could be of. */
  value: number | undefined;
  /** How many there are of what it leads to; of a share, its percentage. */
  behind: number;
  /** Of a share: of how many calls. */
  of: number | undefined;
  /** Today is in it, and not over. */
  isOpen: boolean;
}

/** How many there were in each part of the time. @param behind columns that count what a part leads to */
export function countParts(table: TrendTable, column: string, behind: readonly string[] = [column]): TrendPart[] {
  return parted(table, (rows) => {
    const count = (name: string) => sum(rows.map((row) => numberIn(row, name) ?? 0));
    return { value: count(column), behind: sum(behind.map(count)), of: undefined };
  });
}

/** The percentage in each part of the time: of a week, that of all its calls. @param column that of days */
export function shareParts(table: TrendTable, column: string, calls = 'calls'): TrendPart[] {
  return parted(table, (rows) => {
    const of = sum(rows.map((row) => numberIn(row, calls) ?? 0));
    const weighted = sum(rows.map((row) => (numberIn(row, calls) ?? 0) * (numberIn(row, column) ?? 0)));
    const value = of === 0 ? undefined : weighted / of;
    return { value, behind: value ?? 0, of };
  });
}

function parted(
  table: TrendTable,
  measureOf: (rows: TrendTable['rows']) => Pick<TrendPart, 'value' | 'behind' | 'of'>,
): TrendPart[] {
  const byDay = Map.groupBy(table.rows, (row) => textIn(row, 'day') ?? '');
  const today = utcDay(table.answeredMs);
  return partsOf(table).map(({ from, to }) => {
    const rows = [...byDay].flatMap(([day, those]) => (day >= from && day <= to ? those : []));
    return { from, to, ...measureOf(rows), isOpen: to >= today };
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
