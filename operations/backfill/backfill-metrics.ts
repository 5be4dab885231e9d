import { toldTime } from '../../families/call-event/event-time.ts';
import type { CallMetric, MetricCloudEvent } from '../../families/call-metric/call-metric.ts';
import { callMetrics } from '../../families/call-metric/family.ts';
import type { StoredMetric } from '../../families/call-metric/item.ts';
import { placeOfMetric } from '../../families/call-metric/keys.ts';
import type { RowContext } from '../../families/family.ts';
import type { MetricReader } from '../../lambda/read/metric-reader.ts';
import type { Item } from '../../lambda/store/item.ts';
import type { JsonObject } from '../../shared/json.ts';
import type { Rejection } from '../../shared/rejection.ts';
import { Trouble } from '../../shared/trouble.ts';
import { explain } from '../explain.ts';
import { type BackfillOptions, type CallOutcome, EMPTY_OUTCOME, whyUntouched, writeRows } from './backfill-call.ts';
import { planMetrics } from './plan-metrics.ts';
import { isAboutTheCall, type SummarisedCall } from './twilio-calls.ts';

export interface MetricBackfillOptions extends BackfillOptions {
  metrics: Pick<MetricReader, 'storedOf'>;
}

/**
 * Stores what the table lacks of the samples of one call. A refusal of Twilio's that is about this call is part of the
 * outcome.
 * @throws what would stop every other call too
 */
export async function backfillMetrics(call: SummarisedCall, options: MetricBackfillOptions): Promise<CallOutcome> {
  const { callSid } = call;
  const outcome: CallOutcome = { ...EMPTY_OUTCOME, call_sid: callSid };
  try {
    const problem = await whyUntouched(call, options);
    if (problem !== undefined) return { ...outcome, problem };
    const answer = await options.twilio.metrics(callSid);
    const rest = answer.map((sample) => toCallMetric(sample, callSid));
    const stored: StoredMetric[] = [];
    for await (const sample of options.metrics.storedOf(callSid)) stored.push(sample);
    const plan = planMetrics(rest, stored, options.config.redactFields);
    const arrivalMs = options.clock.now();
    const { items, rejected } = toItems(plan.missing, { ...options, arrivalMs });
    const refused = options.check ? [] : await writeRows(items, options);
    if (!options.check) for (const event of plan.missing) await options.archive?.add(callMetrics, event, arrivalMs);
    return {
      ...outcome,
      at_twilio: rest.length,
      matched: plan.matched,
      missing: plan.missing.length,
      added: options.check ? 0 : items.length - refused.length,
      only_here: plan.onlyStored,
      ambiguous: plan.ambiguous.map((sample) => {
        const { edge, direction, time = '' } = placeOfMetric(sample, undefined) ?? {};
        return { timestamp: toldTime(sample.timestamp, time), edge, direction };
      }),
      rejected: [...rejected, ...refused],
    };
  } catch (error) {
    if (!isAboutTheCall(error)) throw error;
    return { ...outcome, problem: explain(error) };
  }
}

function toCallMetric(sample: JsonObject, callSid: string): CallMetric {
  const named = sample.call_sid ?? callSid;
  if (named !== callSid) throw new Trouble(`Twilio answered for ${callSid} with a sample of another call`);
  // The schema describes; what differs from it is kept as it came.
  return { ...sample, call_sid: callSid } as CallMetric;
}

function toItems(events: readonly MetricCloudEvent[], context: RowContext) {
  const items: Item[] = [];
  const rejected: Rejection[] = [];
  for (const event of events) {
    const outcome = callMetrics.outcome(event, context);
    if (outcome.ok) items.push(...outcome.value.rows);
    else rejected.push({ reason: outcome.reason, detail: outcome.detail });
  }
  return { items, rejected };
}
