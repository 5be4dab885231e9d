import type { StoredMetric } from '../families/call-metric/item.ts';
import type { StoredSummary } from '../families/call-summary/item.ts';
import type { SummaryResource } from '../families/call-summary/summary-resource.ts';
import type { EventReader } from '../lambda/read/event-reader.ts';
import type { MetricReader } from '../lambda/read/metric-reader.ts';
import type { SummaryReader } from '../lambda/read/summary-reader.ts';
import type { KnownCalls } from '../operations/call-of.ts';
import { explain } from '../operations/explain.ts';
import { NoInsightsTable } from './no-insights-table.ts';
import { note } from './output.ts';
import type { Target } from './target.ts';

/** Summaries, for a command that has an answer without them, too; undefined of a stack that has none. */
export async function summariesIfAny(target: Target): Promise<SummaryReader | undefined> {
  try {
    return await target.summaries();
  } catch (error) {
    if (error instanceof NoInsightsTable) return undefined;
    throw error;
  }
}

/** Calls that have events, or a summary, or samples where those are asked for. */
export function knownCalls(
  events: Pick<EventReader, 'firstOfCall'>,
  summaries: Pick<SummaryReader, 'summaryOf'> | undefined,
  metrics?: Pick<MetricReader, 'storedOf'>,
): KnownCalls {
  return {
    firstOfCall: async (callSid) =>
      (await events.firstOfCall(callSid)) ??
      (await summaries?.summaryOf(callSid)) ??
      (metrics && (await firstSampleOf(callSid, metrics))),
  };
}

/** The first sample of a call; undefined where there is none. */
export async function firstSampleOf(
  callSid: string,
  metrics: Pick<MetricReader, 'storedOf'>,
): Promise<StoredMetric | undefined> {
  for await (const sample of metrics.storedOf(callSid)) return sample;
  return undefined;
}

/** The summary of a call in the form of Twilio's resource, null where there is none. */
export async function summaryOf(
  callSid: string,
  summaries: Pick<SummaryReader, 'summaryOf'>,
): Promise<SummaryResource | null> {
  const stored = await summaries.summaryOf(callSid);
  return stored === undefined ? null : resourceOf(stored);
}

/** Summaries of the calls that a call made, in the same form. */
export async function childrenOf(
  callSid: string,
  summaries: Pick<SummaryReader, 'childrenOf'>,
): Promise<SummaryResource[]> {
  return Promise.all((await summaries.childrenOf(callSid)).map(resourceOf));
}

async function resourceOf(stored: StoredSummary): Promise<SummaryResource> {
  // It needs the schema, which nothing else does that starts.
  const { toSummaryResource } = await import('../families/call-summary/to-summary-resource.ts');
  const { call_sid: callSid } = stored.event.data;
  return toSummaryResource(stored, `https://insights.twilio.com/v1/Voice/${encodeURIComponent(callSid)}/Summary`);
}

/** The same beside an answer that is worth something without it: what is wrong is told, and the exit code is 1. */
export async function readSummary(
  callSid: string,
  summaries: Pick<SummaryReader, 'summaryOf'> | undefined,
): Promise<SummaryResource | null> {
  if (summaries === undefined) return null;
  try {
    return await summaryOf(callSid, summaries);
  } catch (error) {
    note(`The summary of the call is not known: ${explain(error)}`);
    process.exitCode = 1;
    return null;
  }
}
