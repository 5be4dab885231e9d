import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';
import cdkJson from '../../cdk.json' with { type: 'json' };
import { readStackConfig } from '../../infra/config.ts';
import { VoiceInsightsSinkStack } from '../../infra/stack.ts';
import { OUTPUT } from '../../shared/outputs.ts';
import type { TableId } from '../../shared/table.ts';

/** The template of the stack under the feature flags it is deployed with; the function is not bundled. */
export function stackTemplate(settings: Readonly<Record<string, unknown>> = {}): Template {
  const outdir = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-template-'));
  try {
    return Template.fromStack(builtStack(settings, outdir));
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** The stack itself, for what no template says. */
export function builtStack(settings: Readonly<Record<string, unknown>> = {}, outdir?: string): VoiceInsightsSinkStack {
  const read = readStackConfig(settings);
  if (!read.ok) throw new Error(read.problems);
  const app = new App({ outdir, context: { ...cdkJson.context, 'aws:cdk:bundling-stacks': [] } });
  return new VoiceInsightsSinkStack(app, read.config.stackName, { config: read.config });
}

/** The condition of a statement that lets a key be used by services of this region alone. */
export function through(...services: string[]): object {
  const names = services.map((service) => ({
    'Fn::Join': ['', [`${service}.`, { Ref: 'AWS::Region' }, '.amazonaws.com']],
  }));
  return { StringEquals: { 'kms:ViaService': names } };
}

const Resource = z.looseObject({
  Properties: z.looseObject({}).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
});

/** The only resource of a type. */
export function only(template: Template, type: string): z.infer<typeof Resource> & { id: string } {
  const found = Object.entries(template.findResources(type));
  const [first] = found;
  if (first === undefined || found.length > 1) throw new Error(`${found.length} resources of type ${type}`);
  return { id: first[0], ...Resource.parse(first[1]) };
}

/** The table that rows of a kind go to. */
export function tableOf(template: Template, table: TableId): z.infer<typeof Resource> & { id: string } {
  const output = table === 'call-events' ? OUTPUT.tableName : OUTPUT.insightsTableName;
  const id = logicalId(outputValue(template, output));
  return { id, ...Resource.parse(template.findResources('AWS::DynamoDB::GlobalTable')[id]) };
}

/** What an output's value refers to, such as `{ Ref: … }`. */
export function outputValue(template: Template, name: string): unknown {
  return template.toJSON().Outputs[name]?.Value;
}

/** The logical id inside `{ Ref }` or `{ 'Fn::GetAtt': [id, …] }`. */
export function logicalId(reference: unknown): string {
  const parsed = z
    .union([
      z.object({ Ref: z.string() }).transform(({ Ref }) => Ref),
      z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }).transform((value) => value['Fn::GetAtt'][0]),
    ])
    .parse(reference);
  return parsed;
}

const Policies = z.record(
  z.string(),
  z.object({
    Properties: z.looseObject({
      Roles: z.array(z.object({ Ref: z.string() })),
      PolicyDocument: z.looseObject({ Statement: z.array(z.looseObject({})) }),
    }),
  }),
);

/** Every statement that a role is given by a policy of the stack. */
export function statementsOf(template: Template, roleId: string): object[] {
  return Object.values(Policies.parse(template.findResources('AWS::IAM::Policy')))
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }) => Ref === roleId))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
