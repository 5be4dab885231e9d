import { describe, expect, test } from 'vitest';
import { ARCHIVE_LAYOUTS } from '../../../families/archive/layouts.ts';
import { REDACTION } from '../../../families/catalogue.ts';

const documented: ReadonlySet<string> = new Set(REDACTION.flatMap(({ documented: paths }) => paths));

describe.each(ARCHIVE_LAYOUTS)('the columns of $name', (layout) => {
  const names = layout.columns.map(({ name }) => name);

  test('have names of their own that SQL takes without quotes', () => {
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]{2,}$/);
    expect(names).not.toContain('day');
  });

  test('say what they are in one sentence', () => {
    for (const { about } of layout.columns) expect(about).toMatch(/^[A-Za-z].*\.$/);
  });

  test('are at paths that Twilio documents, no path twice', () => {
    const paths = layout.columns.flatMap(({ path, edgePaths }) => [path ?? [], Object.values(edgePaths ?? {})].flat());
    expect(paths.filter((path) => !documented.has(path))).toEqual([]);
    expect(new Set(paths).size).toBe(paths.length);
  });

  test('have those that the table is keyed, ordered, dated and searched by', () => {
    expect(names).toEqual(
      expect.arrayContaining([...layout.key, ...layout.order, layout.newest, layout.dayFrom, ...layout.sids]),
    );
    expect(names).toEqual(expect.arrayContaining(['event_id', 'event_type', 'schema_version', 'event_time']));
    expect(names).toEqual(expect.arrayContaining(['arrived_at', 'account_sid', 'other']));
  });
});

test('tables have names and folders of their own', () => {
  expect(new Set(ARCHIVE_LAYOUTS.map(({ name }) => name)).size).toBe(ARCHIVE_LAYOUTS.length);
  expect(new Set(ARCHIVE_LAYOUTS.map(({ folder }) => folder)).size).toBe(ARCHIVE_LAYOUTS.length);
});
