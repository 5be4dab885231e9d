/**
 * What of the questions to the archive the page shows. Nothing else is answered over HTTP: whoever may read shall not be
 * able to run up a bill.
 */
export const TREND_NAMES = [
  'volume',
  'trouble-by-day',
  'tagged-share',
  'bad-calls-by-sdk',
  'error-codes',
  'calls-by-country',
  'calls-by-carrier',
] as const;
export type TrendName = (typeof TREND_NAMES)[number];
