import { type AwsKeys, signedHeaders } from './signed-request.ts';

export interface Mail {
  subject: string;
  text: string;
}

export interface SnsTopicOptions {
  topicArn: string;
  keys: AwsKeys;
  fetchFrom: typeof fetch;
  now: () => number;
  /** In the place of AWS's, such as a test's. */
  endpoint?: string | undefined;
}

const TIMEOUT_MS = 5_000;
/** As SNS takes it. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;

/** Publishes to a topic. @returns a function that throws Error where SNS does not take it */
export function createSnsTopic({ topicArn, keys, fetchFrom, now, endpoint }: SnsTopicOptions) {
  const region = topicArn.split(':')[3] ?? '';
  const url = new URL('/', endpoint ?? `https://sns.${region}.amazonaws.com`);
  return async ({ subject, text }: Mail): Promise<void> => {
    const body = new URLSearchParams({
      Action: 'Publish',
      Version: '2010-03-31',
      TopicArn: topicArn,
      Subject: subject.replace(/[^\x20-\x7e]/g, '?').slice(0, LONGEST_SUBJECT),
      Message: text,
    }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const answer = await fetchFrom(url, {
      method: 'POST',
      headers: signedHeaders({ method: 'POST', url, headers, body, service: 'sns', region, nowMs: now() }, keys),
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const said = await answer.text();
    if (answer.ok) return;
    const [, code = ''] = /<Code>(\w+)<\/Code>/.exec(said) ?? [];
    throw new Error(`SNS answered with ${answer.status} ${code}`.trim());
  };
}
