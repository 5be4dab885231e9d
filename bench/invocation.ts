import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

/** Calls a handler once as Lambda's runtime would, and writes what it took on the third descriptor. */
const RUNTIME = `
  const { handler } = await import(process.argv[1]);
  const { readFileSync, writeSync } = process.getBuiltinModule('node:fs');
  const event = JSON.parse(readFileSync(process.argv[2], 'utf8'));
  const context = { functionName: 'function', memoryLimitInMB: '512', invokedFunctionArn: 'arn', awsRequestId: 'request',
    getRemainingTimeInMillis: () => 60_000 };
  const answer = JSON.stringify(await handler(event, context));
  writeSync(3, JSON.stringify({ answer, maxRssBytes: process.resourceUsage().maxRSS * 1024 }));
  process.exit();
`;

export interface Invocation {
  /** The handler's, as JSON. */
  answer: string;
  /** The most memory the process ever had. */
  maxRssBytes: number;
  /** From the start of the process to its end. */
  wallMs: number;
}

/** The first invocation of a function, in a process that starts for it. */
export async function invokeCold(file: string, event: unknown, env: Record<string, string>): Promise<Invocation> {
  const eventFile = `${file}.event.json`;
  writeFileSync(eventFile, JSON.stringify(event));
  const begun = performance.now();
  const runtime = spawn(process.execPath, ['--input-type=module', '-e', RUNTIME, file, eventFile], {
    stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
    env,
  });
  const out = await text(runtime.stdio[3] as NodeJS.ReadableStream);
  return { ...JSON.parse(out), wallMs: performance.now() - begun };
}
