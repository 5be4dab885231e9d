import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postWebhook } from '../../../lambda/watch/post-webhook.ts';
import { signedHeaders } from '../../../lambda/watch/signed-request.ts';
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

describe('a request to AWS', () => {
  it('is signed as the example of AWS is', () => {
    const { authorization } = signedHeaders(
      {
        method: 'GET',
        url: new URL('https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08'),
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: '',
        service: 'iam',
        region: 'us-east-1',
        nowMs: Date.parse('2015-08-30T12:36:00Z'),
      },
      { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
    );
    expect(authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
        'SignedHeaders=content-type;host;x-amz-date, ' +
        'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    );
  });

  it('publishes to the topic of its region, and says what SNS says against it', async () => {
    const sent: [URL, RequestInit | undefined][] = [];
    let answer = new Response('<PublishResponse/>');
    const publish = createSnsTopic({
      topicArn: 'arn:aws:sns:eu-west-1:123456789012:Alarms',
      keys: { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' },
      fetchFrom: async (url, init) => {
        sent.push([url as URL, init]);
        return answer;
      },
      now: () => 0,
    });
    await publish({ subject: `Alert: Fehler – ${'x'.repeat(200)}\n`, text: 'a & b' });
    const [url, init] = sent[0] ?? [];
    expect(url?.href).toBe('https://sns.eu-west-1.amazonaws.com/');
    const body = new URLSearchParams(String(init?.body));
    expect([body.get('Action'), body.get('TopicArn'), body.get('Message')]).toEqual([
      'Publish',
      'arn:aws:sns:eu-west-1:123456789012:Alarms',
      'a & b',
    ]);
    expect(body.get('Subject')).toMatch(/^Alert: Fehler \? x{83}$/);
    expect(init?.headers).toMatchObject({ 'x-amz-security-token': 'c' });
    answer = new Response('<ErrorResponse><Error><Code>AuthorizationError</Code></Error></ErrorResponse>', {
      status: 403,
    });
    await expect(publish({ subject: '', text: '' })).rejects.toThrow('SNS answered with 403 AuthorizationError');
  });
});
