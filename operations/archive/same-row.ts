import { type Attributes, fromAttributes } from '../../lambda/store/attribute-value.ts';
import { LEVEL_INDEX, TTL_ATTRIBUTE } from '../../shared/table.ts';

/** What settings decide of a row, which can have been others when it was written. */
const OF_SETTINGS: ReadonlySet<string> = new Set([TTL_ATTRIBUTE, LEVEL_INDEX.sortKey]);

/** Whether two rows say the same, whatever the order of their members, and whichever settings they were written with. */
export function isSameRow(one: Readonly<Attributes>, other: Readonly<Attributes>): boolean {
  return canonical(one) === canonical(other);
}

function canonical(attributes: Readonly<Attributes>): string {
  const said = Object.entries(fromAttributes(attributes)).filter(([name]) => !OF_SETTINGS.has(name));
  return JSON.stringify(said.sort(byName), (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(byName))
      : value,
  );
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : Number(one > other);
}
