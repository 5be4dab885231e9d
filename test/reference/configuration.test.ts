import { expect, it } from 'vitest';
import * as z from 'zod';
import { configurationPage, describedSettings } from '../../reference/configuration.ts';

const HOURS = 'expected <n> hours';
const does = 'Hours to wait. Then it stops.';

it('says of a setting what its schema allows, and the default it has', () => {
  const settings = describedSettings({ hours: z.string(HOURS).default('24') }, { hours: { does } });
  expect(settings).toEqual([{ name: 'hours', does, allowed: '\\<n> hours', byDefault: '`24`' }]);
});

it('says in words the default of a setting that has none, or another each time', () => {
  const [none, drawn] = describedSettings(
    { none: z.string(HOURS).optional(), drawn: z.string(HOURS).default(() => crypto.randomUUID()) },
    { none: { does, byDefault: 'no end' }, drawn: { does, byDefault: 'another each time' } },
  );
  expect([none?.byDefault, drawn?.byDefault]).toEqual(['no end', 'another each time']);
});

it('refuses a setting whose default is said twice or nowhere', () => {
  const twice = () => describedSettings({ hours: z.string(HOURS).default('24') }, { hours: { does, byDefault: '12' } });
  expect(twice).toThrow('hours: its default is said by its schema and in words');
  const nowhere = () => describedSettings({ hours: z.string(HOURS).optional() }, { hours: { does } });
  expect(nowhere).toThrow('hours: its default is said nowhere');
});

it('refuses a setting whose schema does not say what is allowed', () => {
  const silent = () => describedSettings({ hours: z.string().default('24') }, { hours: { does } });
  expect(silent).toThrow(/^hours: its schema does not say what is expected, but "Invalid input/);
});

it('lists a setting by its first sentence, and has the rest in its section', () => {
  const page = configurationPage();
  expect(page).toContain('| [`retentionDays`](#retentiondays) | `395` | Days that a row is kept. |\n');
  expect(page).toMatch(/^### `retentionDays`\n\nDays that a row is kept\. \S/m);
});
