import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readStackConfig } from '../../infra/config.ts';
import { settingsInFile } from '../../infra/settings-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-settings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: unknown) =>
  writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

describe('settings.json', () => {
  it('is not needed', () => {
    expect(settingsInFile(folder, {})).toEqual({});
  });

  it('holds settings as the command line says them, and as JSON has them', () => {
    write('settings.json', {
      $schema: './docs/settings.schema.json',
      retentionDays: 90,
      quarantineDays: '30',
      indexedLevels: ['ERROR', 'WARNING'],
      api: 'on',
    });
    expect(readStackConfig(settingsInFile(folder, {}))).toMatchObject({
      ok: true,
      config: { retentionDays: 90, quarantineDays: 30, indexedLevels: ['ERROR', 'WARNING'], api: 'on' },
    });
  });

  it('may begin with a byte order mark', () => {
    write('settings.json', '\uFEFF{"api": "on"}');
    expect(settingsInFile(folder, {})).toEqual({ api: 'on' });
  });

  it('gives way to another file that is named', () => {
    write('settings.json', { retentionDays: 1 });
    write('staging.json', { retentionDays: 2 });
    expect(settingsInFile(folder, { settings: 'staging.json' })).toEqual({ retentionDays: 2 });
    expect(() => settingsInFile(folder, { settings: 'production.json' })).toThrow(/^production\.json: no such file$/);
  });

  it.each([
    ['{"api": on}', /^settings\.json: it is not JSON: /],
    ['', /^settings\.json: it is not JSON: /],
    ['[]', /^settings\.json: expected an object of settings, such as \{"retentionDays": 90\}$/],
    ['null', /^settings\.json: expected an object of settings/],
    [
      { retention: 90, 'two words': 1 },
      /^settings\.json: retention: there is no such setting; there are stackName, .*\nsettings\.json: two words: there is no such setting/,
    ],
  ])('with %j is refused, with its name and what is wrong', (content, problem) => {
    write('settings.json', content);
    expect(() => settingsInFile(folder, {})).toThrow(problem);
  });

  it('that is a folder is refused', () => {
    expect(() => settingsInFile(folder, { settings: '.' })).toThrow('.: it cannot be read (EISDIR)');
  });

  it('says a setting that cdk.json says too, which would win unseen', () => {
    write('settings.json', { api: 'on', retentionDays: 90 });
    write('cdk.json', { app: 'node app.js', context: { retentionDays: 30, '@aws-cdk/core:flag': true } });
    expect(() => settingsInFile(folder, {})).toThrow(
      /^settings\.json: retentionDays: it is in cdk\.json too; keep one of them$/,
    );
  });
});
