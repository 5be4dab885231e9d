import { expect, it } from 'vitest';
import { explain, Trouble, UsageProblem } from '../../cli/problem.ts';

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

const signIn =
  'no AWS credentials: sign in (aws sso login, aws configure) or name a profile with --profile; --local needs none';

it.each([
  ['a problem of ours', new Trouble('stack X has no output Y'), 'stack X has no output Y'],
  ['a wrong use', new UsageProblem('not indexed'), 'not indexed'],
  ['no credentials', named('CredentialsProviderError', 'Could not load credentials from any providers'), signIn],
  [
    'credentials that have expired',
    named('ExpiredTokenException', 'The security token included in the request is expired'),
    'AWS does not take these credentials (ExpiredTokenException): sign in again, or name a profile with --profile',
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
    'AccessDeniedException: User: arn:aws:iam::1:user/a is not authorized',
  ],
  [
    'nobody who answers',
    new AggregateError([new Error('connect ECONNREFUSED ::1:4567'), new Error('connect ECONNREFUSED 127.0.0.1:4567')]),
    'Error: connect ECONNREFUSED ::1:4567; Error: connect ECONNREFUSED 127.0.0.1:4567',
  ],
  ['more than a line', new Error('first\n    at second'), 'first'],
  ['no error at all', 'text', 'text'],
])('explains %s in one line', (_what, error, line) => {
  expect(explain(error)).toBe(line);
});
