import type { JsonObject } from '../../shared/json.ts';
import { type Rejection, rejected } from '../../shared/rejection.ts';
import { PAGE_PREFIX } from '../../shared/table.ts';
import { conferenceOfId, ofConference } from '../conference-summary/keys.ts';
import { jsonOf, readEvent, typeName } from '../event-data.ts';
import type { EventFamily, Row } from '../family.ts';
import { redact } from '../redact.ts';
import { type CallMetric, type MetricCloudEvent, metricMismatches } from './call-metric.ts';
import { CALL_METRIC_FACTS } from './facts.ts';
import { metricRow } from './item.ts';
import { placeOfMetric, tailOfSample } from './keys.ts';
import { samplesOf } from './samples-of.ts';

/**
 * Each sample is a row of the table of call insights, put without a condition: it never changes. Only what the row's key
 * is made of can make one unreadable.
 */
export const callMetrics: EventFamily<MetricCloudEvent> = {
  ...CALL_METRIC_FACTS,
  read(envelope) {
    const data = jsonOf(envelope);
    if (!data.ok) return data;
    const read = samplesOf(data.value);
    if (!read.ok) return read;
    const { samples, isList } = read.value;
    for (const [index, sample] of samples.entries()) {
      const problem = problemOf(sample, isList ? `data[${index}]` : 'data', envelope.time);
      if (problem !== undefined) return problem;
    }
    return {
      ok: true,
      value: {
        family: callMetrics,
        event: { ...readEvent(envelope, samples as CallMetric[]), isList },
        mismatches: [...new Set(samples.flatMap(metricMismatches))],
      },
    };
  },
  outcome(event, context) {
    const rows: Row[] = [];
    for (const [index, sample] of event.data.entries()) {
      const place = placeOfMetric(sample, event.time);
      if (place === undefined) return noTime(sample, 'data', event.time);
      const data = redact(sample, context.config.redactFields);
      const tail = tailOfSample(event.id, event.isList ? index : undefined);
      const row = metricRow(event, { data, place, tail }, context);
      if (!row.ok) return row;
      rows.push(row.value);
    }
    return { ok: true, value: { rows } };
  },
  callSids: ({ data }) => [...new Set(data.map(({ call_sid: callSid }) => callSid))],
};

/** Why a sample can have no key. What is too long or no UTF-8, its row says. */
function problemOf(sample: JsonObject, where: string, time: unknown): ({ ok: false } & Rejection) | undefined {
  const { call_sid: callSid } = sample;
  if (typeof callSid !== 'string' || callSid === '') {
    return rejected('no-call-sid', `${where}.call_sid: expected a text that is not empty, found ${typeName(callSid)}`);
  }
  // Its rows would stand among what people keep there.
  if (callSid.startsWith(PAGE_PREFIX)) return rejected('no-call-sid', `${where}.call_sid: begins with ${PAGE_PREFIX}`);
  if (conferenceOfId(callSid) !== undefined) return ofConference(where);
  return placeOfMetric(sample as CallMetric, time) === undefined ? noTime(sample, where, time) : undefined;
}

function noTime({ timestamp }: JsonObject, where: string, time: unknown): { ok: false } & Rejection {
  return rejected(
    'no-time',
    `${where}.timestamp: expected an ISO 8601 time, found ${typeName(timestamp)}; time: ${typeName(time)}`,
  );
}
