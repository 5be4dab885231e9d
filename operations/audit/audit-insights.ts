import type { ConferenceReader } from '../../lambda/read/conference-reader.ts';
import type { MetricReader } from '../../lambda/read/metric-reader.ts';
import type { SummaryReader } from '../../lambda/read/summary-reader.ts';
import type { Clock } from '../../shared/clock.ts';
import type { OutgoingRecord } from '../stream/put-records.ts';
import { createAuditConference } from './audit-conference.ts';
import { createAuditMetrics } from './audit-metrics.ts';
import type { AuditPart, FoundPart } from './audit-part.ts';
import type { AuditRun } from './audit-run.ts';
import { createAuditSummaries, type FoundSummaries } from './audit-summaries.ts';

/** How the table of call insights is read. */
export interface AuditInsights {
  summaries: Pick<SummaryReader, 'summariesOf' | 'latestCalls'>;
  metrics: Pick<MetricReader, 'metricsOf'>;
  conferences: Pick<ConferenceReader, 'conferenceOf' | 'participantsOf' | 'conferencesOfCall'>;
}

/** What became of it; each undefined where it was not put, or nothing is known of it. */
export interface FoundInsights {
  summaries?: FoundSummaries | undefined;
  /** Of single samples. */
  metrics?: FoundPart | undefined;
  /** Of the conference and each participant. */
  conference?: FoundPart | undefined;
}

/** What an audit puts beside the events of its calls. */
export interface PutParts {
  summaries?: AuditPart<FoundSummaries>;
  metrics?: AuditPart;
  conference?: AuditPart;
}

export function insightParts(
  { summaries, metrics, conferences }: AuditInsights,
  options: { run: AuditRun; put: (records: readonly OutgoingRecord[]) => Promise<void>; clock: Clock },
): Required<PutParts> {
  return {
    summaries: createAuditSummaries({ ...options, reader: summaries }),
    metrics: createAuditMetrics({ ...options, metrics }),
    conference: createAuditConference({ ...options, conferences }),
  };
}
