import type { Row } from '../families/family.ts';
import { TTL_ATTRIBUTE } from '../shared/table.ts';

/** When the lifetime of a row ends, epoch ms; undefined for one that is kept for ever. */
export function endOfRow({ json }: Pick<Row, 'json'>): number | undefined {
  const end = JSON.parse(json)[TTL_ATTRIBUTE]?.N;
  return end === undefined ? undefined : Number(end) * 1000;
}

/** Whether it is over: DynamoDB would delete the row at once. @param now epoch ms */
export function isOver(row: Pick<Row, 'json'>, now: number): boolean {
  const end = endOfRow(row);
  return end !== undefined && end <= now;
}
