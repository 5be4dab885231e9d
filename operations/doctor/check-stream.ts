import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import type { Cures } from '../cures.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';

/** What Twilio writes to. */
export const streamCheck: AwsCheck = {
  name: 'stream',
  async look({ clients: { kinesis }, outputs: { streamName: StreamName }, cures }) {
    const { StreamDescriptionSummary } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
    return [checkStream(StreamDescriptionSummary?.StreamStatus, cures)];
  },
};

export function checkStream(status: string | undefined, { deploy }: Cures): Check {
  if (status === 'ACTIVE' || status === 'UPDATING') return ok('stream', status.toLowerCase());
  return wrong('stream', `the stream is ${status}`, status === 'CREATING' ? 'wait until it is ACTIVE' : deploy);
}
