import { SDK_METRICS } from '../../families/call-metric/facts.ts';
import { callMetricSample, type SampleMetric } from '../../families/call-metric/sample.ts';
import type { MetricReader } from '../../lambda/read/metric-reader.ts';
import { allOf } from '../../shared/all-of.ts';
import type { Clock } from '../../shared/clock.ts';
import { retry } from '../../shared/retry.ts';
import type { OutgoingRecord } from '../stream/put-records.ts';
import { type AuditPart, lookUntilRight, RETRY_FOR_MS, shuffledRecords } from './audit-part.ts';
import { ACCOUNT_SID, type AuditRun, callsOf } from './audit-run.ts';

export interface AuditMetricsOptions {
  run: AuditRun;
  put: (records: readonly OutgoingRecord[]) => Promise<void>;
  metrics: Pick<MetricReader, 'metricsOf'>;
  clock: Clock;
}

/** So that they are a small part of what a run puts. */
const MOST_CALLS = 20;
const SAMPLES_OF_A_CALL = 10;
const A_SECOND_MS = 1_000;

/** Samples of the first calls of a run, each put twice: every one has to be one row. */
export function createAuditMetrics({ run, put, metrics, clock }: AuditMetricsOptions): AuditPart {
  const calls = callsOf(run, run.events).slice(0, MOST_CALLS);
  const putMs = clock.now();

  async function look() {
    const found = await Promise.all(
      calls.map(async (callSid) => ({ callSid, samples: await allOf(metrics.metricsOf(callSid)) })),
    );
    const problems = found.map(({ callSid, samples }) => {
      const times = new Set(samples.map(({ timestamp }) => timestamp));
      const missing = SAMPLES_OF_A_CALL - times.size;
      const doubled = samples.length - times.size;
      return { sid: callSid, missing, doubled };
    });
    return {
      right: problems.reduce((sum, { missing, doubled }) => sum + SAMPLES_OF_A_CALL - missing - doubled, 0),
      wrong: problems.flatMap(({ sid, missing, doubled }) => [
        ...(missing > 0 ? [{ sid, problem: `${missing} samples are missing` }] : []),
        ...(doubled > 0 ? [{ sid, problem: `${doubled} samples are doubled` }] : []),
      ]),
    };
  }

  return {
    async put() {
      const samples = calls.flatMap((callSid) =>
        Array.from({ length: SAMPLES_OF_A_CALL }, (_sample, second) => sample(run, callSid, second, putMs)),
      );
      const records = shuffledRecords([...samples, ...samples], ({ data }) => data.call_sid, clock);
      await retry(() => put(records), clock, AbortSignal.timeout(RETRY_FOR_MS));
    },
    find: (timeoutMs, signal) => lookUntilRight(look, { timeoutMs, signal, clock }),
  };
}

function sample({ name }: AuditRun, callSid: string, second: number, putMs: number): SampleMetric {
  const time = new Date(putMs + second * A_SECOND_MS).toISOString();
  return callMetricSample({
    id: `audit-${name}-${callSid}-sample-${second}`,
    type: SDK_METRICS,
    version: 2,
    time,
    data: {
      timestamp: time,
      call_sid: callSid,
      account_sid: ACCOUNT_SID,
      edge: 'sdk_edge',
      direction: 'both',
      sdk_edge: { interval: { packets_received: 50, packets_lost: 0, jitter: { value: 1 }, rtt: { value: 80 } } },
    },
  });
}
