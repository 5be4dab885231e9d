import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningPipeline, runPipeline } from './running-pipeline.ts';

let pipeline: RunningPipeline;
beforeAll(async () => {
  pipeline = await runPipeline();
});
afterAll(() => pipeline.stop());

/** Sends bytes as they are, and reads the answer to its end. */
async function raw(request: string): Promise<string> {
  const socket = connect(pipeline.ready.port, '127.0.0.1');
  socket.write(request);
  return text(socket);
}

it.each([
  ['that is none', 'nonsense\r\n\r\n'],
  ['of an unknown method', 'FOO / HTTP/1.1\r\nhost: localhost\r\n\r\n'],
  ['without a host', 'GET /healthz HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ['with a host that is none', 'GET /healthz HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n'],
  ['with headers past any measure', `GET /healthz?${'x'.repeat(300_000)} HTTP/1.1\r\nhost: localhost\r\n\r\n`],
])('answers a request %s in the shape of an error', async (_what, request) => {
  const answer = await raw(request);
  expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ code: 17400, status: 400 });
});

it('links to the host it was asked on, if that is this machine', async () => {
  const { port, accountSid, authToken } = pipeline.ready;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const linkedTo = async (host: string) => {
    const head = `GET /v1/Voice/Events HTTP/1.1\r\nhost: ${host}\r\nauthorization: ${authorization}\r\nx-forwarded-host: evil.example.com\r\nconnection: close\r\n\r\n`;
    const answer = await raw(head);
    return new URL(JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)).meta.url).host;
  };
  expect(await linkedTo(`localhost:${port}`)).toBe(`localhost:${port}`);
  expect(await linkedTo('evil.example.com')).toBe(`127.0.0.1:${port}`);
});
