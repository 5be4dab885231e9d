import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, expect, it, vi } from 'vitest';
import { openTarget } from '../../cli/target.ts';
import { type EmbeddedServer, listen } from '../../local/embedded-server.ts';
import { describeStack } from '../../operations/aws/describe-stack.ts';
import { explain } from '../../operations/explain.ts';

let silent: EmbeddedServer | undefined;
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await silent?.close();
});

it('gives up on an endpoint of AWS that takes a connection and never answers', async () => {
  const server = createServer(() => undefined);
  silent = await listen(server, 0, 'PORT');
  vi.stubEnv('AWS_ENDPOINT_URL', silent.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const stack = { stack: 'VoiceInsightsSink', region: 'us-east-1' };
  for (const ask of [() => describeStack(stack), () => openTarget(stack).stream()]) {
    const asked = once(server, 'request');
    const answer = ask().then(() => 'an answer', explain);
    await asked;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await answer).toMatch(/^no answer in time/);
  }
});
