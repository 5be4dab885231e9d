import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

const places = () => ({ folder, home: path.join(folder, 'home') });

const write = (name: string, content: unknown) =>
  writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));

describe('settings.json', () => {
  it('is not needed', () => {
    expect(settingsInFile(places(), {})).toEqual({});
  });

  it('holds settings as the command line says them, and as JSON has them', () => {
    write('settings.json', {
      $schema: './docs/settings.schema.json',
      retentionDays: 90,
      quarantineDays: '30',
      indexedLevels: ['ERROR', 'WARNING'],
      api: 'on',
    });
    expect(readStackConfig(settingsInFile(places(), {}))).toMatchObject({
      ok: true,
      config: { retentionDays: 90, quarantineDays: 30, indexedLevels: ['ERROR', 'WARNING'], api: 'on' },
    });
  });

  it('may begin with a byte order mark', () => {
    write('settings.json', '\uFEFF{"api": "on"}');
    expect(settingsInFile(places(), {})).toEqual({ api: 'on' });
  });

  it('gives way to another file that is named', () => {
    write('settings.json', { retentionDays: 1 });
    write('staging.json', { retentionDays: 2 });
    expect(settingsInFile(places(), { settings: 'staging.json' })).toEqual({ retentionDays: 2 });
    expect(() => settingsInFile(places(), { settings: 'production.json' })).toThrow(/^production\.json: no such file$/);
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
    expect(() => settingsInFile(places(), {})).toThrow(problem);
  });

  it('that is a folder is refused', () => {
    expect(() => settingsInFile(places(), { settings: '.' })).toThrow('.: it cannot be read (EISDIR)');
  });

  it('cannot be named by nothing', () => {
    expect(() => settingsInFile(places(), { settings: '' })).toThrow(
      /^settings: expected the name of a file, such as -c settings=staging\.json$/,
    );
  });
});

describe('a setting that a file of CDK has too', () => {
  const flag = { '@aws-cdk/core:flag': true };
  beforeEach(() => {
    mkdirSync(places().home);
    write('settings.json', { api: 'on', retentionDays: 90 });
  });

  it.each([
    ['cdk.json', 'cdk.json', { app: 'node app.js', context: { ...flag, retentionDays: 30 } }],
    ['cdk.context.json', 'cdk.context.json', { ...flag, retentionDays: 30 }],
    ['~/.cdk.json', 'home/.cdk.json', { context: { ...flag, retentionDays: 30 } }],
  ])('is refused, for the one in %s would win unseen', (name, file, content) => {
    write(file, content);
    expect(() => settingsInFile(places(), { ...flag, retentionDays: 30 })).toThrow(
      `settings.json: retentionDays: it is in ${name} too; keep one of them`,
    );
  });

  it('gives way to the command line, as all do', () => {
    write('cdk.json', { context: { retentionDays: 30 } });
    expect(settingsInFile(places(), { retentionDays: '7' })).toEqual({ api: 'on', retentionDays: 90 });
  });

  it('is looked for in readable files only', () => {
    write('home/.cdk.json', '{');
    expect(() => settingsInFile(places(), {})).toThrow(/^~\/\.cdk\.json: it is not JSON: /);
  });
});
