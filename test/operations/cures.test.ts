import { describe, expect, it } from 'vitest';
import { cureOf, curesFor } from '../../operations/cures.ts';
import { Trouble } from '../../shared/trouble.ts';

const ACCOUNT = `AC${'5'.repeat(32)}`;

describe('a command that is recommended', () => {
  it('has no option where none was said', () => {
    const cures = curesFor({ stack: 'VoiceInsightsSink' });
    expect(cures.attach()).toBe('npx voice-insights attach');
    expect(cures.detach('DG1')).toBe('npx voice-insights detach DG1');
    expect(cures.command('quarantine list')).toBe('npx voice-insights quarantine list');
    expect(cures.deploy).toMatch(/: npx cdk deploy --revert-drift$/);
    expect(cures.enableMapping('u')).toBe('aws lambda update-event-source-mapping --uuid u --enabled');
  });

  it('has those that were said and that it takes', () => {
    const cures = curesFor({ stack: 'Staging', region: 'eu-west-1', profile: "it's mine", account: ACCOUNT });
    const ofAws = "--region eu-west-1 --profile 'it'\\''s mine'";
    expect(cures.attach()).toBe(`npx voice-insights attach --stack Staging ${ofAws} --account ${ACCOUNT}`);
    expect(cures.detach('DG1')).toBe(`npx voice-insights detach DG1 --stack Staging ${ofAws} --account ${ACCOUNT}`);
    expect(cures.command('quarantine list')).toBe(`npx voice-insights quarantine list --stack Staging ${ofAws}`);
    expect(cures.deploy).toMatch(`npx cdk deploy --revert-drift -c stackName=Staging ${ofAws}`);
    expect(cures.enableMapping('u')).toMatch(`--enabled ${ofAws}`);
    expect(curesFor({ stack: 'Telephony/Support' }).deploy).toMatch(/: npx cdk deploy --revert-drift Telephony$/);
    const rotating = curesFor({ stack: 'VoiceInsightsSink', externalId: 'a-new-external-id' });
    expect(rotating.attach()).toBe('npx voice-insights attach --external-id a-new-external-id');
    expect(rotating.doctor).toBe('npx voice-insights doctor');
    expect(curesFor({ stack: 'VoiceInsightsSink', local: 3001 }).detach('DG1')).toBe(
      'npx voice-insights detach DG1 --local=3001',
    );
  });
});

describe('what could not be looked at', () => {
  const cures = curesFor({ stack: 'VoiceInsightsSink' });
  const named = (name: string) => Object.assign(new Error('it'), { name });

  it.each<[string, unknown, RegExp]>([
    ['is gone', named('ResourceNotFoundException'), /cdk deploy/],
    ['is gone from IAM', named('NoSuchEntityException'), /cdk deploy/],
    ['is gone from S3', named('NoSuchBucket'), /cdk deploy/],
    ['AWS does not allow', named('AccessDeniedException'), /your own AWS user or role/],
    [
      'Twilio does not allow',
      Object.assign(new Error('no'), { status: 403, code: 20_003, moreInfo: '' }),
      /give the API key this permission/,
    ],
    ['needs credentials', named('ExpiredTokenException'), /^sign in again/],
    ['was asked for too often', named('ThrottlingException'), /wait a minute/],
    ['failed at AWS', Object.assign(named('InternalFailure'), { $metadata: { httpStatusCode: 500 } }), /health\.aws/],
    ['failed at Twilio', Object.assign(new Error('no'), { status: 503, moreInfo: '' }), /status\.twilio\.com/],
    [
      'is not there',
      Object.assign(new Error('no'), { code: 'ECONNREFUSED', address: '127.0.0.1', port: 1 }),
      /^is the address right/,
    ],
    ['failed otherwise', named('Error'), /search for this message/],
    ['is no error', 'text', /search for this message/],
  ])('because it %s has a cure', (_what, error, cure) => {
    expect(cureOf(error, cures)).toMatch(cure);
  });

  it('has none where what is said of it says what to do', () => {
    expect(cureOf(new Trouble('no output Y: is it one of this project’s?'), cures)).toBeUndefined();
    expect(cureOf(new Trouble('no Twilio account', 'set it'), cures)).toBe('set it');
  });
});
