import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Mail } from './tell.ts';

/** As SNS takes it: printable ASCII. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;
const NOT_PRINTABLE = /[^\x20-\x7e]/g;

/** Publishes to a topic. @returns a function that throws what the client throws where SNS does not take it */
export function createSnsTopic({ client, topicArn }: { client: SNSClient; topicArn: string }) {
  return async ({ subject, text }: Mail): Promise<void> => {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: subject.replace(NOT_PRINTABLE, '?').slice(0, LONGEST_SUBJECT),
        Message: text,
      }),
    );
  };
}
