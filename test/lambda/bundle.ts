import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { build } from 'esbuild';
import { BUNDLED_INSTEAD, BUNDLING } from '../../infra/bundling.ts';

/** Calls the handler as Lambda's runtime would; its answer is the last line of standard output. */
const RUNTIME = `
  const { handler } = await import(process.argv[1]);
  const event = JSON.parse(await new Response(process.stdin).text());
  const context = { functionName: 'function', memoryLimitInMB: '512', invokedFunctionArn: 'arn', awsRequestId: 'request',
    getRemainingTimeInMillis: () => 30_000 };
  process.stdout.write('\\n' + JSON.stringify(await handler(event, context)) + '\\n', () => process.exit());
`;

/** A function as it is deployed: one file, to be called in a process of its own. */
export async function bundleOf(entry: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-bundle-'));
  const file = path.join(folder, 'index.mjs');
  const { format, target, mainFields, minify, sourceMap } = BUNDLING;
  await build({
    entryPoints: [path.join(import.meta.dirname, '../..', entry)],
    outfile: file,
    bundle: true,
    platform: 'node',
    format,
    target,
    mainFields,
    minify,
    sourcemap: sourceMap,
    alias: BUNDLED_INSTEAD,
    logLevel: 'silent',
  });
  return {
    file,
    /** `response`: the answer as JSON, undefined where there is none. `lines`: of JSON, on either output. */
    async invoke(event: unknown, env: Readonly<Record<string, string>>) {
      const runtime = spawn(process.execPath, ['--input-type=module', '-e', RUNTIME, file], {
        stdio: ['pipe', 'pipe', 'pipe'],
        env: { AWS_REGION: 'us-east-1', POWERTOOLS_SERVICE_NAME: 'VoiceInsightsSink', ...env },
      });
      runtime.stdin.end(JSON.stringify(event));
      const [stdout, stderr] = await Promise.all([text(runtime.stdout), text(runtime.stderr)]);
      const answers = stdout.split('\n').filter((line) => line.trim() !== '');
      const lines = [...answers, ...stderr.split('\n')].filter((line) => line.startsWith('{'));
      return { lines, response: answers.at(-1), stderr };
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
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
