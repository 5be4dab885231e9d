import { isThere } from './default-edge.ts';
import { firstMetricOf } from './metric-edge.ts';
import type { PageBudget } from './page-limits.ts';
import { mayRead, type Reader } from './reader.ts';
import type { ApiOptions } from './route.ts';

/** Whether the tables have something of a call that the reader may see: an event, a summary or a sample. */
export async function isKnown(
  callSid: string,
  reader: Pick<Reader, 'accounts'>,
  { pages, summaries, metrics }: Pick<ApiOptions, 'pages' | 'summaries' | 'metrics'>,
  budget: PageBudget,
): Promise<boolean> {
  const [hasEvent, summary] = await Promise.all([
    isThere(pages, callSid, reader, budget),
    summaries.summaryOf(callSid),
  ]);
  if (hasEvent || (summary !== undefined && mayRead(reader, summary.event.data.account_sid))) return true;
  return (await firstMetricOf(metrics, callSid, reader, budget)) !== undefined;
}
