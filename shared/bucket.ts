/** What lies where in the bucket for everything that is no row. */
export const BUCKET_PREFIX = {
  /** Records that nobody can make an event of, one JSON object each. */
  quarantine: 'quarantine/',
  /** Events of a type that is not understood, JSON Lines. */
  unsupported: 'unsupported/',
  /** Batches Lambda gave up on, in its own layout. https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html */
  givenUp: 'aws/lambda/',
  /** What was kept under one of these and has passed since, each under its key of before. */
  redriven: 'redriven/',
} as const;
