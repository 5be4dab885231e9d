import { numberIn, type TrendTable, textIn } from './read-trend.ts';

/** Whether the archive has something of the days before: of as many, which some questions compare with. */
export function hasDaysBefore(compared: readonly (TrendTable | undefined)[]): boolean {
  return compared.some((table) => table?.rows.some((row) => (numberIn(row, 'calls_before') ?? 0) > 0));
}

/** The day on which the archive begins, where that is one of those that are looked at; undefined where it is not, or not known yet. */
export function archiveBegin(
  volume: TrendTable | undefined,
  compared: readonly (TrendTable | undefined)[],
): string | undefined {
  if (volume === undefined || compared.includes(undefined) || hasDaysBefore(compared)) return undefined;
  const [first] = volume.rows.flatMap((row) => textIn(row, 'day') ?? []).toSorted();
  return first !== undefined && first > volume.from ? first : undefined;
}
