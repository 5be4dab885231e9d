import { describe, expect, it } from 'vitest';
import { readStackConfig } from '../../infra/config.ts';

function read(settings: Readonly<Record<string, unknown>>) {
  return readStackConfig((name) => settings[name]);
}

describe('stack configuration', () => {
  it('has a default for everything but the external id, which the stack makes', () => {
    expect(read({})).toEqual({
      ok: true,
      config: {
        stackName: 'VoiceInsightsSink',
        twilioAccountId: '177261743968',
        retentionDays: 395,
        indexedLevels: ['ERROR', 'WARNING'],
        redactFields: [],
        quarantineDays: 90,
      },
    });
  });

  it('takes numbers from cdk.json as it takes text from the command line', () => {
    const text = read({ retentionDays: '30', quarantineDays: '7', twilioAccountId: '123456789012' });
    expect(read({ retentionDays: 30, quarantineDays: 7, twilioAccountId: 123456789012 })).toEqual(text);
    expect(text).toMatchObject({
      config: { retentionDays: 30, quarantineDays: 7, twilioAccountId: '123456789012' },
    });
  });

  it('takes the shortest and the longest of what AWS allows', () => {
    for (const setting of [
      { stackName: 'a' },
      { stackName: `A${'-'.repeat(127)}` },
      { externalId: 'aB' },
      { externalId: `${'_+=,.@:/-'.repeat(136)}` },
      { quarantineDays: '1' },
      { quarantineDays: '36500' },
      { retentionDays: '0' },
    ]) {
      expect(read(setting)).toMatchObject({ ok: true });
    }
  });

  it.each([
    [{ stackName: '' }, 'stackName="": expected a letter, then at most 127 letters, digits and hyphens'],
    [{ stackName: '1st' }, 'stackName="1st": expected a letter, then at most 127 letters, digits and hyphens'],
    [{ twilioAccountId: '' }, 'twilioAccountId="": expected the 12 digits of an AWS account'],
    [{ twilioAccountId: 17726174396 }, 'twilioAccountId="17726174396": expected the 12 digits of an AWS account'],
    [{ externalId: '' }, 'externalId="": expected 2 to 1224 letters, digits and characters of _+=,.@:/-'],
    [{ externalId: 'a b' }, 'externalId="a b": expected 2 to 1224 letters, digits and characters of _+=,.@:/-'],
    [{ quarantineDays: '' }, 'quarantineDays="": expected a number of days, 1 to 36500'],
    [{ quarantineDays: 0 }, 'quarantineDays="0": expected a number of days, 1 to 36500'],
    [{ quarantineDays: 1.5 }, 'quarantineDays="1.5": expected a number of days, 1 to 36500'],
    [{ retentionDays: '' }, 'retentionDays="": expected a number of days, 0 to 36500 (0 keeps rows for ever)'],
    [
      { indexedLevels: 'ERROR,FATAL' },
      'indexedLevels="ERROR,FATAL": expected all, or levels separated by commas: UNKNOWN, DEBUG, INFO, WARNING, ERROR',
    ],
    [{ redactFields: '' }, 'redactFields="": expected dotted paths separated by commas'],
  ])('answers %o with one line that says what is allowed', (setting, problems) => {
    expect(read(setting)).toEqual({ ok: false, problems });
  });

  it('names every setting that is wrong, one a line', () => {
    const result = read({ stackName: '', quarantineDays: 'x' });
    expect(result.ok ? '' : result.problems.split('\n').map((line) => line.split('=')[0])).toEqual([
      'stackName',
      'quarantineDays',
    ]);
  });
});
