import { validateHeaderValue } from 'node:http';
import { expect, it } from 'vitest';
import { explain, sentence } from '../../operations/explain.ts';
import { Trouble, UsageProblem } from '../../shared/trouble.ts';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const signIn =
  'no AWS credentials (Could not load credentials from any providers): sign in (aws sso login, aws configure), or name a profile that has them with --profile; --local needs none';

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

function refused(address: string): Error {
  return Object.assign(new Error(`connect ECONNREFUSED ${address}:4567`), {
    code: 'ECONNREFUSED',
    address,
    port: 4567,
  });
}

it('ends a sentence that another follows, once', () => {
  expect(['it broke', 'is there a network?', 'Run it again.'].map(sentence)).toEqual([
    'it broke.',
    'is there a network?',
    'Run it again.',
  ]);
});

it.each([
  ['a problem of ours', new Trouble('stack X has no output Y'), 'stack X has no output Y'],
  ['a wrong use', new UsageProblem('not indexed'), 'not indexed'],
  ['no credentials', named('CredentialsProviderError', 'Could not load credentials from any providers'), signIn],
  [
    'credentials that have expired',
    named('ExpiredTokenException', 'The security token included in the request is expired'),
    'AWS does not take these credentials (ExpiredTokenException): sign in again, or name a profile with --profile',
  ],
  ...['SignatureDoesNotMatch', 'InvalidAccessKeyId', 'IncompleteSignature'].map((name): [string, Error, string] => [
    `a key that is wrong, as ${name} says it,`,
    named(name, 'The request signature we calculated does not match'),
    `AWS does not take these credentials (${name}): sign in again, or name a profile with --profile`,
  ]),
  [
    'a key of KMS that may not be used',
    named('KMSAccessDeniedException', 'no kms:Decrypt'),
    'AWS does not allow this to these credentials (no kms:Decrypt): have that right added to them, or name another profile with --profile',
  ],
  [
    'an answer that does not come',
    Object.assign(named('TimeoutError', 'a request has exceeded 20000 ms'), { code: 'ETIMEDOUT' }),
    'no answer in time: does it need a VPN or a proxy? Then run the command again',
  ],
  [
    'a connection that does not come about',
    Object.assign(new Error('connect ETIMEDOUT'), { code: 'ETIMEDOUT', address: '10.0.0.1', port: 443 }),
    'no answer in time from 10.0.0.1:443: does it need a VPN or a proxy? Then run the command again',
  ],
  ['no region', new Error('Region is missing'), 'no AWS region: set AWS_REGION or say --region'],
  [
    'a table that is gone',
    named('ResourceNotFoundException', 'Requested resource not found'),
    'not found in AWS: Requested resource not found',
  ],
  [
    'no permission',
    named('AccessDeniedException', 'User: arn:aws:iam::1:user/a is not authorized'),
    'AWS does not allow this to these credentials (User: arn:aws:iam::1:user/a is not authorized): have that right added to them, or name another profile with --profile',
  ],
  ['nobody who answers', new AggregateError([refused('::1'), refused('127.0.0.1')]), 'nothing answers at ::1:4567'],
  ['nobody who answers at the only address', refused('127.0.0.1'), 'nothing answers at 127.0.0.1:4567'],
  [
    'no network',
    Object.assign(new Error('getaddrinfo ENOTFOUND events.twilio.com'), {
      code: 'ENOTFOUND',
      hostname: 'events.twilio.com',
    }),
    'no way to events.twilio.com (ENOTFOUND): is there a network?',
  ],
  [
    'no network behind Twilio’s client',
    new Error('wrapped', {
      cause: Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN', hostname: 'events.twilio.com' }),
    }),
    'no way to events.twilio.com (EAI_AGAIN): is there a network?',
  ],
  [
    'a connection that breaks',
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    'the connection broke (read ECONNRESET): run the command again',
  ],
  [
    'a full disk',
    Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' }),
    'the disk is full: make room on it',
  ],
  [
    'a file of a profile that is not there',
    Object.assign(new Error('ENOENT'), { code: 'ENOENT', syscall: 'open', path: '/token' }),
    '/token: no such file',
  ],
  [
    'a URL that is none',
    thrownBy(() => new URL('no url')),
    'a URL in the environment is invalid: check AWS_ENDPOINT_URL… and TWILIO_…_URL',
  ],
  [
    'a key with a line break',
    thrownBy(() => validateHeaderValue('authorization', 'a\nb')),
    'the credentials have a character that no request can carry: set them again, without quotes or line breaks',
  ],
  [
    'an answer that is not of AWS',
    Object.assign(new SyntaxError("Unexpected token '<'\n  Deserialization error"), { $response: {} }),
    "the answer is not from AWS (Unexpected token '<'): is AWS_ENDPOINT_URL right, or is a proxy or a sign-in page on the way?",
  ],
  [
    'a region that is none',
    new Error('Region not accepted: region="us east" is not a valid hostname component.'),
    'Region not accepted: region="us east" is not a valid hostname component: set AWS_REGION or say --region',
  ],
  ['several problems at once', new AggregateError([new Error('one'), new Error('other')]), 'Error: one; Error: other'],
  ['more than a line', new Error('first\n    at second'), 'first'],
  ['no error at all', 'text', 'text'],
])('explains %s in one line', (_what, error, line) => {
  expect(explain(error)).toBe(line);
});
