import { expect, it } from 'vitest';
import { checkVersion } from '../../../operations/doctor/check-version.ts';

const DEPLOY = 'deploy the stack again';
const use = (version: string) => `use its version: npx --package=voice-insights-sink@${version} voice-insights …`;

it('is well where stack and command line are of one version', () => {
  expect(checkVersion('1.2.3', '1.2.3', DEPLOY).state).toBe('ok');
});

it.each([
  ['0.9.0', '0.10.0'],
  ['0.0.9', '0.1.0'],
  ['1.2.3', '1.2.4'],
])('where the stack is %s and the command line %s advises a deploy first', (ofStack, ofCommand) => {
  expect(checkVersion(ofStack, ofCommand, DEPLOY)).toEqual({
    name: 'version',
    state: 'news',
    says: `the stack is ${ofStack}, this command line ${ofCommand}`,
    cure: `${DEPLOY}; or ${use(ofStack)}`,
  });
});

it.each([
  ['0.10.0', '0.9.0'],
  ['2.0.0', '1.99.99'],
])('where the stack is %s and the command line %s advises no downgrade', (ofStack, ofCommand) => {
  expect(checkVersion(ofStack, ofCommand, DEPLOY)).toMatchObject({ state: 'news', cure: use(ofStack) });
});

it('advises a deploy where the stack says no version', () => {
  expect(checkVersion(undefined, '0.1.0', DEPLOY)).toMatchObject({
    says: 'the stack is of before 0.1.0, this command line 0.1.0',
    cure: DEPLOY,
  });
});

it.each(['1.0.0-rc.1', 'main'])('only says both versions where that of the stack is %j', (ofStack) => {
  expect(checkVersion(ofStack, '1.0.0', DEPLOY)).toEqual({
    name: 'version',
    state: 'news',
    says: `the stack is ${ofStack}, this command line 1.0.0`,
  });
});
