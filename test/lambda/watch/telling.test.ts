import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postWebhook } from '../../../lambda/watch/post-webhook.ts';
import { createSnsTopic } from '../../../lambda/watch/sns-topic.ts';
import { listen } from '../../../local/embedded-server.ts';
import { isPublicAddress } from '../../../shared/public-host.ts';

const asked: string[] = [];
let server: Awaited<ReturnType<typeof listen>>;
beforeAll(async () => {
  server = await listen(
    createServer(async (request, answer) => {
      asked.push(`${request.method} ${request.url} ${await text(request)}`);
      if (request.url === '/moved') answer.setHeader('location', '/other');
      answer.statusCode = { '/moved': 302, '/broken': 500 }[request.url ?? ''] ?? 204;
      answer.end();
    }),
    0,
    'PORT',
  );
});
afterAll(() => server.close());

describe('a webhook', () => {
  it('gets JSON, once', async () => {
    asked.length = 0;
    await postWebhook(`${server.url}/hook?x=1`, '{"a":"ü"}', 'loopback-too');
    expect(asked).toEqual(['POST /hook?x=1 {"a":"ü"}']);
  });

  it('that moved, or fails, is said to, without its path', async () => {
    asked.length = 0;
    const post = (path: string) => postWebhook(`${server.url}${path}`, '{}', 'loopback-too');
    await expect(post('/moved')).rejects.toThrow('it answered with 302');
    await expect(post('/broken')).rejects.toThrow('it answered with 500');
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['this machine', 'http://127.0.0.1:1/', 'https:'],
    ['a name of this machine', 'https://localhost/', 'a host of the internet'],
    ['a network', 'https://192.168.0.1/', 'a host of the internet'],
  ])('of %s is not asked by a stack', async (_what, webhook, why) => {
    await expect(postWebhook(webhook, '{}', 'public')).rejects.toThrow(why);
  });

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '::1',
    '::',
    'fd00:ec2::254',
    'fe80::1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
    'x',
  ])('has no public address in %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '2606:4700::1111'])('has one in %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('a topic', () => {
  it('publishes to the topic of its region, and says what SNS says against it', async () => {
    const sent: URLSearchParams[] = [];
    let [status, answer] = [200, '<PublishResponse><PublishResult/></PublishResponse>'];
    const sns = await listen(
      createServer(async (request, response) => {
        sent.push(new URLSearchParams(await text(request)));
        response.writeHead(status, { 'content-type': 'text/xml' }).end(answer);
      }),
      0,
      'PORT',
    );
    const client = new SNSClient({
      endpoint: sns.url,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    try {
      const publish = createSnsTopic({ client, topicArn: 'arn:aws:sns:eu-west-1:123456789012:Alarms' });
      await publish({ subject: `Alert: Fehler – ${'x'.repeat(200)}\n`, text: 'a & b' });
      const [body] = sent;
      expect(['Action', 'TopicArn', 'Message'].map((name) => body?.get(name))).toEqual([
        'Publish',
        'arn:aws:sns:eu-west-1:123456789012:Alarms',
        'a & b',
      ]);
      expect(body?.get('Subject')).toMatch(/^Alert: Fehler \? x{83}$/);
      [status, answer] = [
        403,
        '<ErrorResponse><Error><Code>AuthorizationError</Code><Message>no</Message></Error></ErrorResponse>',
      ];
      await expect(publish({ subject: 'x', text: 'y' })).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
    } finally {
      client.destroy();
      await sns.close();
    }
  });
});
