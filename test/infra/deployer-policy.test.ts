import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { stackTemplate } from './template.ts';

const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Statement = z.strictObject({
  Sid: z.string(),
  Effect: z.literal('Allow'),
  Action: texts,
  Resource: texts,
  Condition: z.unknown().optional(),
});
const Policy = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(Statement) });

const ROOT = path.join(import.meta.dirname, '../..');
const text = readFileSync(path.join(ROOT, 'docs/deployer-policy.json'), 'utf8');
const statements = Policy.parse(JSON.parse(text)).Statement;
const actions = statements.flatMap(({ Action }) => Action);

/** All that can be in a stack: a table, a bucket and a key that are there already only take something away. */
const template = stackTemplate({
  api: 'on',
  archive: 'on',
  apiConcurrency: '5',
  alarmEmail: 'you@example.com',
  quietHours: '24',
  errorAlarmThreshold: '100',
  badCallsPercent: '10',
}).toJSON();
const typesOf = (part: Record<string, { Type: string }>) => Object.values(part).map(({ Type }) => Type);
const serviceOf = (type: string) => /^(?:AWS::)(\w+)::/.exec(type)?.[1]?.toLowerCase().replace(/v2$/, '');
/** Besides the stack's: CloudFormation looks for scaling rules when it reads an `AWS::DynamoDB::GlobalTable`. */
const LOOKED_AT = 'application-autoscaling';

const matches = (pattern: string, name: string) => new RegExp(`^${pattern.replace(/[*]/g, '.*')}$`, 'i').test(name);

describe('the policy of the deployer', () => {
  it('names the services of the template, and no others', () => {
    const types = [...typesOf(template.Resources), ...typesOf(template.Parameters)];
    const services = new Set([...types.map(serviceOf), LOOKED_AT]);
    expect(new Set(actions.map((action) => action.split(':')[0]))).toEqual(services);
  });

  it.each([
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:Scan',
    'dynamodb:PutItem',
    'dynamodb:DeleteItem',
    'kinesis:GetRecords',
    'kinesis:PutRecord',
    'lambda:InvokeFunction',
    'logs:GetLogEvents',
    'logs:FilterLogEvents',
    'athena:StartQueryExecution',
    'athena:GetQueryResults',
    'glue:GetPartitions',
    's3:PutObject',
    's3:DeleteObject',
    'sns:Publish',
    'iam:AttachRolePolicy',
    'iam:CreateUser',
  ])('does not allow %s', (name) => {
    expect(actions.filter((action) => matches(action, name))).toEqual([]);
  });

  it('reads objects of the bucket of CDK alone', () => {
    const readers = statements.filter(({ Action }) => Action.some((action) => matches(action, 's3:GetObject')));
    expect(readers.flatMap(({ Resource }) => Resource)).toEqual(['arn:aws:s3:::cdk-hnb659fds-assets-*']);
  });

  it('makes roles and passes roles of the stack alone, and passes them to Lambda alone', () => {
    const ofRoles = statements.filter(({ Action }) => Action.some((action) => action.startsWith('iam:')));
    expect(new Set(ofRoles.flatMap(({ Resource }) => Resource))).toEqual(
      new Set([
        'arn:aws:iam::*:role/VoiceInsightsSink-*',
        'arn:aws:iam::*:role/aws-service-role/ops.apigateway.amazonaws.com/*',
      ]),
    );
    expect(statements.filter(({ Action }) => Action.includes('iam:PassRole'))).toEqual([
      expect.objectContaining({
        Action: ['iam:PassRole'],
        Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
      }),
    ]);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  it('is no longer than a managed policy may be', () => {
    expect(text.replace(/\s/g, '').length).toBeLessThanOrEqual(6_144);
  });

  it('names the secrets as the stack does', () => {
    const secrets = Object.entries(template.Resources as Record<string, { Type: string }>)
      .filter(([, { Type }]) => Type === 'AWS::SecretsManager::Secret')
      .map(([id]) => id);
    expect(secrets).toHaveLength(2);
    expect(secrets.filter((id) => !id.startsWith('ReadApi'))).toEqual([]);
  });

  it('gives the rights that the runbook names for the access log', () => {
    const [, rest = ''] = readFileSync(path.join(ROOT, 'docs/runbook.md'), 'utf8').split('**Rights.**');
    const named = rest.split('\n## ')[0]?.match(/logs:\w+/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !actions.some((action) => matches(action, name)))).toEqual([]);
  });

  it('names the stack in a way that the command of the docs renames', () => {
    const [, from = ''] = /^sed '([^']*)'/m.exec(readFileSync(path.join(ROOT, 'docs/deploy.md'), 'utf8')) ?? [];
    const renamed = from.split('; ').reduce((all, step) => {
      const [, old = '', other = ''] = step.split('/');
      return all
        .split('\n')
        .map((line) => line.replace(old, other))
        .join('\n');
    }, text);
    expect(renamed).not.toMatch(/voiceinsightssink/i);
  });
});
