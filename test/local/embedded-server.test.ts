import { once } from 'node:events';
import { Agent, createServer, get } from 'node:http';
import { expect, it } from 'vitest';
import { listen } from '../../local/embedded-server.ts';
import { LocalError } from '../../local/local-error.ts';

const answering = () => createServer((_request, answer) => answer.end('here'));

it('names the port that is in use and the variable to change', async () => {
  const first = await listen(answering(), 0, 'KINESIS_PORT');
  const port = Number(new URL(first.url).port);
  await expect(listen(answering(), port, 'DYNAMODB_PORT')).rejects.toThrow(
    new LocalError(`port ${port} is in use: stop what listens there, or set DYNAMODB_PORT (0 picks a free port)`),
  );
  await first.close();
});

it('closes at once, whoever keeps a connection open or waits for an answer, and leaves the port free', async () => {
  const busy = createServer((request, answer) => {
    if (request.url === '/quick') answer.end('here');
  });
  const server = await listen(busy, 0, 'PORT');
  const agent = new Agent({ keepAlive: true });
  const quick = get(`${server.url}/quick`, { agent });
  const [answer] = await once(quick, 'response');
  answer.resume();
  await once(answer, 'end');
  const slow = get(`${server.url}/slow`, { agent });
  const cut = once(slow, 'error');
  await once(busy, 'request');
  await server.close();
  const [error] = await cut;
  expect(error).toMatchObject({ code: 'ECONNRESET' });

  const again = await listen(answering(), Number(new URL(server.url).port), 'PORT');
  await again.close();
  agent.destroy();
});
