import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import cdkJson from '../../cdk.json' with { type: 'json' };

/**
 * Calls the handler as Lambda's runtime would, with too little time left to wait for a cure; its answer is the last line
 * of standard output.
 */
const RUNTIME = `
  const { [process.argv[2]]: handler } = await import(process.argv[1]);
  const event = JSON.parse(await new Response(process.stdin).text());
  const context = { functionName: 'function', memoryLimitInMB: '512', invokedFunctionArn: 'arn', awsRequestId: 'request',
    getRemainingTimeInMillis: () => 12_000 };
  process.stdout.write('\\n' + JSON.stringify(await handler(event, context)) + '\\n', () => process.exit());
`;

/** A function as `cdk deploy` uploads it, to be called in a process of its own. `name`: its construct's. */
export function deployedFunction(name: 'Ingest' | 'ReadApi') {
  const folder = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-bundle-'));
  const synth = spawnSync(process.execPath, [path.join(import.meta.dirname, '../../infra/app.ts')], {
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...cdkJson.context, api: 'on', 'aws:cdk:enable-asset-metadata': true }),
    },
  });
  if (synth.status !== 0) throw new Error(synth.stderr);
  const { Resources } = JSON.parse(readFileSync(path.join(folder, 'VoiceInsightsSink.template.json'), 'utf8'));
  const resource = Resources[Object.keys(Resources).find((id) => id.startsWith(`${name}Function`)) ?? ''];
  const [file = '', handler = ''] = resource.Properties.Handler.split('.');
  const asset = path.join(folder, resource.Metadata['aws:asset:path']);
  const code = path.join(asset, `${file}.mjs`);
  return {
    file: code,
    files: readdirSync(asset).sort(),
    invoke: (event: unknown, env: Environment) => invokeFunction(code, handler, event, env),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

type Environment = Readonly<Record<string, string>>;

/**
 * Calls what a file of code exports as `handler`, in a process of its own.
 * @returns `response`: the answer as JSON, undefined where there is none. `lines`: of JSON, on either output
 */
export async function invokeFunction(code: string, handler: string, event: unknown, env: Environment) {
  const runtime = spawn(process.execPath, ['--input-type=module', '-e', RUNTIME, code, handler], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { AWS_REGION: 'us-east-1', POWERTOOLS_SERVICE_NAME: 'VoiceInsightsSink', ...env },
  });
  runtime.stdin.end(JSON.stringify(event));
  const [stdout, stderr] = await Promise.all([text(runtime.stdout), text(runtime.stderr)]);
  const answers = stdout.split('\n').filter((line) => line.trim() !== '');
  const lines = [...answers, ...stderr.split('\n')].filter((line) => line.startsWith('{'));
  return { lines, response: answers.at(-1), stderr };
}

/** Every value of a metric with exactly these dimensions, in the embedded metric format. */
export function metric(lines: readonly string[], name: string, dimensions: Record<string, string> = {}): unknown[] {
  return lines
    .filter((line) => line.includes('"_aws"'))
    .map((line) => JSON.parse(line))
    .filter(({ _aws, ...values }) => {
      const [{ Namespace, Dimensions, Metrics }] = _aws.CloudWatchMetrics;
      const names = ['service', ...Object.keys(dimensions)];
      return (
        Namespace === 'VoiceInsightsSink' &&
        Metrics.some((one: { Name: string }) => one.Name === name) &&
        values.service === 'VoiceInsightsSink' &&
        JSON.stringify([...Dimensions[0]].sort()) === JSON.stringify(names.sort()) &&
        Object.entries(dimensions).every(([dimension, value]) => values[dimension] === value)
      );
    })
    .map((values) => values[name]);
}
