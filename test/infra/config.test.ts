import { describe, expect, it } from 'vitest';
import { readStackConfig } from '../../infra/config.ts';

function read(settings: Readonly<Record<string, unknown>>) {
  return readStackConfig(settings);
}

describe('stack configuration', () => {
  it('has a default for everything that the stack cannot do without', () => {
    expect(read({})).toEqual({
      ok: true,
      config: {
        stackName: 'VoiceInsightsSink',
        twilioAccountId: '177261743968',
        retentionDays: 395,
        metricDays: 30,
        indexedLevels: ['ERROR', 'WARNING'],
        redactFields: [],
        partyLookup: true,
        quarantineDays: 90,
        streamMode: 'on-demand',
        streamRetentionHours: 168,
        api: 'off',
        archive: 'off',
        archiveDays: 1095,
        quietHours: 0,
        errorAlarmThreshold: 0,
        badCallsPercent: 0,
        removalPolicy: 'retain',
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
      { externalId: 'aB'.repeat(8) },
      { externalId: `${'_+=,.@:/-'.repeat(136)}` },
      { quarantineDays: '1' },
      { quarantineDays: '36500' },
      { retentionDays: '0' },
      { streamMode: 'provisioned' },
      { streamMode: 'provisioned', shardCount: '1' },
      { streamMode: 'provisioned', shardCount: 10000 },
      { streamRetentionHours: 24 },
      { api: 'on', apiConcurrency: '1' },
      { api: 'on', apiConcurrency: 10_000 },
      { archive: 'on', archiveDays: 0 },
      { archive: 'on', archiveDays: '36500' },
      { streamRetentionHours: '8760' },
      { quietHours: '168' },
      { errorAlarmThreshold: 1 },
      { badCallsPercent: 100 },
      { partyLookup: 'off' },
      { kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/mrk-1234abcd12ab34cd56ef1234567890ab' },
      { existingTableName: 'a.b' },
      { existingInsightsTableName: 'a.b' },
      { removalPolicy: 'destroy' },
    ]) {
      expect(read(setting)).toMatchObject({ ok: true });
    }
  });

  it.each([
    [{ stackName: '' }, 'stackName="": expected a letter, then at most 127 letters, digits and hyphens'],
    [{ stackName: '1st' }, 'stackName="1st": expected a letter, then at most 127 letters, digits and hyphens'],
    [{ twilioAccountId: '' }, 'twilioAccountId="": expected the 12 digits of an AWS account'],
    [{ twilioAccountId: 17726174396 }, 'twilioAccountId="17726174396": expected the 12 digits of an AWS account'],
    [{ externalId: '' }, 'externalId="": expected 16 to 1224 letters, digits and characters of _+=,.@:/-'],
    [{ externalId: 'a b' }, 'externalId="a b": expected 16 to 1224 letters, digits and characters of _+=,.@:/-'],
    [
      { externalId: 'fifteen-letters' },
      'externalId="fifteen-letters": expected 16 to 1224 letters, digits and characters of _+=,.@:/-',
    ],
    [{ quarantineDays: '' }, 'quarantineDays="": expected a number of days, 1 to 36500'],
    [{ quarantineDays: 0 }, 'quarantineDays="0": expected a number of days, 1 to 36500'],
    [{ quarantineDays: 1.5 }, 'quarantineDays="1.5": expected a number of days, 1 to 36500'],
    [{ retentionDays: '' }, 'retentionDays="": expected a number of days, 0 to 36500 (0 keeps rows for ever)'],
    [
      { indexedLevels: 'ERROR,FATAL' },
      'indexedLevels="ERROR,FATAL": expected all, or levels separated by commas: UNKNOWN, DEBUG, INFO, WARNING, ERROR',
    ],
    [{ streamMode: 'ondemand' }, 'streamMode="ondemand": expected on-demand or provisioned'],
    [
      { shardCount: '2' },
      'shardCount="2": expected nothing with streamMode on-demand: set streamMode to provisioned, or leave it out',
    ],
    [{ streamMode: 'provisioned', shardCount: '0' }, 'shardCount="0": expected a number of shards, 1 to 10000'],
    [{ streamRetentionHours: 23 }, 'streamRetentionHours="23": expected a number of hours, 24 to 8760'],
    [{ api: 'true' }, 'api="true": expected off or on'],
    [{ archive: 'yes' }, 'archive="yes": expected off or on'],
    [{ archiveDays: 36_501 }, 'archiveDays="36501": expected a number of days, 0 to 36500 (0 keeps rows for ever)'],
    [{ api: 'on', apiConcurrency: '0' }, 'apiConcurrency="0": expected a number of requests at once, 1 to 10000'],
    [{ apiConcurrency: '5' }, 'apiConcurrency="5": expected nothing with api off: turn api on, or leave it out'],
    [
      { kmsKeyArn: 'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab' },
      'kmsKeyArn="arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab": expected the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>',
    ],
    [{ alarmEmail: 'nobody' }, 'alarmEmail="nobody": expected an e-mail address'],
    [{ quietHours: '169' }, 'quietHours="169": expected a number of hours, 0 to 168 (0 is no alarm)'],
    [
      { errorAlarmThreshold: '-1' },
      'errorAlarmThreshold="-1": expected a number of events, 0 to 1000000000 (0 is no alarm)',
    ],
    [
      { kmsKeyArn: 'alias/mine' },
      'kmsKeyArn="alias/mine": expected the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>',
    ],
    [{ kmsKeyArn: '' }, 'kmsKeyArn="": expected the ARN of a KMS key, arn:aws:kms:<region>:<account>:key/<id>'],
    [{ existingTableName: 'a b' }, 'existingTableName="a b": expected 3 to 255 letters, digits and characters of _.-'],
    [
      { existingInsightsTableName: '' },
      'existingInsightsTableName="": expected 3 to 255 letters, digits and characters of _.-',
    ],
    [{ badCallsPercent: '101' }, 'badCallsPercent="101": expected a number of per cent, 0 to 100 (0 is no alarm)'],
    [{ badCallsPercent: '5%' }, 'badCallsPercent="5%": expected a number of per cent, 0 to 100 (0 is no alarm)'],
    [{ partyLookup: 'no' }, 'partyLookup="no": expected on or off'],
    [{ removalPolicy: 'snapshot' }, 'removalPolicy="snapshot": expected retain or destroy'],
    [{ removalPolicy: true }, 'removalPolicy=true: expected retain or destroy'],
    [{ externalId: true }, 'externalId=true: expected 16 to 1224 letters, digits and characters of _+=,.@:/-'],
    [{ alarmEmail: 'a@b.c,d@e.f' }, 'alarmEmail="a@b.c,d@e.f": expected an e-mail address'],
    [{ runbookUrl: 'docs' }, 'runbookUrl="docs": expected a URL of at most 500 characters, without a fragment'],
    [
      { redactFields: [] },
      'redactFields=[]: expected dotted paths separated by commas, or personal, of at most 3000 characters together',
    ],
    [{ retentionDays: null }, 'retentionDays=null: expected a number of days, 0 to 36500 (0 keeps rows for ever)'],
    [
      { redactFields: '' },
      'redactFields="": expected dotted paths separated by commas, or personal, of at most 3000 characters together',
    ],
  ])('answers %o with one line that says what is allowed', (setting, problems) => {
    expect(read(setting)).toEqual({ ok: false, problems });
  });

  it('refuses paths that a function has no room for', () => {
    expect(read({ redactFields: 'x'.repeat(3_000) }).ok).toBe(true);
    expect(read({ redactFields: 'x'.repeat(3_001) })).toMatchObject({
      problems: expect.stringMatching(/: expected dotted paths .* of at most 3000 characters together$/),
    });
  });

  it('takes a list from cdk.json as it takes text with commas', () => {
    expect(read({ redactFields: ['a.b', 'c'], indexedLevels: ['ERROR', 'INFO'] })).toMatchObject({
      config: { redactFields: ['a.b', 'c'], indexedLevels: ['ERROR', 'INFO'] },
    });
  });

  it('knows no other names, and leaves CDK’s own alone', () => {
    expect(read({ 'aws:cdk:bundling-stacks': [], 'acknowledged-issue-numbers': [1], '@aws-cdk/x:y': true }).ok).toBe(
      true,
    );
    const result = read({ retentiondays: '30', parallelizationFactor: 3 });
    expect(result.ok ? '' : result.problems.split('\n').map((line) => line.slice(0, 70))).toEqual([
      expect.stringMatching(/^retentiondays: there is no such setting; there are stackName, /),
      expect.stringMatching(/^parallelizationFactor: there is no such setting/),
    ]);
  });

  it.each(['cn-north-1', 'us-gov-west-1', 'us-iso-east-1', 'us-isob-east-1', 'eu-isoe-west-1', 'eusc-de-east-1'])(
    'refuses %s, which is in another partition than Twilio’s account',
    (region) => {
      expect(readStackConfig({}, region)).toEqual({
        ok: false,
        problems: `region ${region}: Twilio cannot assume a role there. Deploy to a commercial region, such as us-east-1`,
      });
    },
  );

  it.each(['us-east-1', 'eu-central-2', 'ap-southeast-7', 'me-central-1', 'ca-west-1', 'mx-central-1', 'il-central-1'])(
    'takes %s',
    (region) => {
      expect(readStackConfig({}, region).ok).toBe(true);
    },
  );

  it('wants the key of the region that is deployed to', () => {
    const kmsKeyArn = 'arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(readStackConfig({ kmsKeyArn }, 'us-east-1').ok).toBe(true);
    expect(readStackConfig({ kmsKeyArn }, 'eu-west-1')).toEqual({
      ok: false,
      problems: `kmsKeyArn="${kmsKeyArn}": expected a key of eu-west-1, where the table is`,
    });
  });

  it('names every setting that is wrong, one a line', () => {
    const result = read({ stackName: '', quarantineDays: 'x' });
    expect(result.ok ? '' : result.problems.split('\n').map((line) => line.split('=')[0])).toEqual([
      'stackName',
      'quarantineDays',
    ]);
  });
});
