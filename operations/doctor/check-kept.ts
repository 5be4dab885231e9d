import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { BUCKET_PREFIX } from '../../shared/bucket.ts';
import type { Cures } from '../cures.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok, wrong } from './check.ts';

/** What is set aside. */
export const keptCheck: AwsCheck = {
  name: 'quarantine',
  async look({ clients: { s3 }, outputs: { quarantineBucketName: Bucket }, cures }) {
    const count = async (Prefix: string): Promise<KeptFact> => {
      const { KeyCount = 0, IsTruncated = false } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return { count: KeyCount, isMore: IsTruncated };
    };
    const [quarantined, givenUp] = await Promise.all([count(BUCKET_PREFIX.quarantine), count(BUCKET_PREFIX.givenUp)]);
    return checkKept(quarantined, givenUp, cures);
  },
};

/** Objects under a prefix, of the first 1,000. */
export interface KeptFact {
  count: number;
  isMore: boolean;
}

export function checkKept(quarantined: KeptFact, givenUp: KeptFact, { command }: Cures): Check[] {
  const text = ({ count, isMore }: KeptFact) => `${count}${isMore ? ' or more' : ''}`;
  return [
    quarantined.count === 0
      ? ok('quarantine', 'empty')
      : wrong(
          'quarantine',
          `${text(quarantined)} records that could not become rows`,
          `to see why: ${command('quarantine list')}`,
        ),
    givenUp.count === 0
      ? ok('given up', 'no batch')
      : wrong(
          'given up',
          `${text(givenUp)} batches that Lambda abandoned`,
          'see "Batches given up" in docs/runbook.md',
        ),
  ];
}
