import { GATEWAY_METRICS, SDK_METRICS } from '../../families/call-metric/facts.ts';
import { ARRIVAL_MS, CONFIG, cloudEvent } from '../../samples/builders.ts';
import { metricEvent, sdkMetricData } from '../../samples/call-metric.ts';
import { summaryEvent } from '../../samples/call-summary.ts';
import { conferenceEvent, participantEvent } from '../../samples/conference.ts';
import { documentEvents, resourceSummaries, SUMMARY_DOCUMENT } from '../../samples/documents.ts';
import { sampleEvents } from '../../samples/sample-calls.ts';
import { HOSTILE_VALUES, SMALL_RECORDS } from '../hostile/corpus.ts';

/** Settings under which rows differ. */
export const CONFIGS = {
  usual: CONFIG,
  other: {
    retentionDays: 0,
    metricDays: 0,
    indexedLevels: ['DEBUG'],
    redactFields: ['sdk_edge.metadata', 'name', 'group.x'],
    partyLookup: true,
  },
} as const;

/** Records with events of every kind, good and hostile, by what they are. */
export function* recordsOfEveryKind(): Generator<[what: string, data: string | Uint8Array]> {
  const startMs = ARRIVAL_MS - 600_000;
  for (const [index, event] of documentEvents().entries()) yield [`document ${index}`, JSON.stringify(event)];
  for (const mix of ['realistic', 'stress'] as const) {
    let index = 0;
    for (const event of sampleEvents({ seed: 7, startMs, mix, events: 60 })) {
      yield [`${mix} ${index}`, JSON.stringify(event)];
      index += 1;
    }
  }
  yield ['a list', JSON.stringify([cloudEvent(), cloudEvent({ id: 'x' }, { level: null }), 'no event'])];
  yield ['a clock ahead', JSON.stringify(cloudEvent({}, { timestamp: '2027-01-01T00:00:00Z', level: 'error' }))];
  yield ['a clock behind', JSON.stringify(cloudEvent({}, { timestamp: '2021-05-24T14:15:22Z', level: 'warn' }))];
  yield [
    'relay',
    JSON.stringify(cloudEvent({ time: '2026-11-20T11:59:00Z' }, { conversation_relay_data: { sequence_number: 7 } })),
  ];
  for (const { what, data } of SMALL_RECORDS) yield [what, data];
  for (const value of HOSTILE_VALUES) {
    const event = JSON.stringify(cloudEvent({}, { level: 'HERE', sdk_edge: 'HERE' }));
    yield [`the value ${value.slice(0, 60)}`, event.replaceAll('"HERE"', value)];
  }
  yield ['document of a summary', JSON.stringify(SUMMARY_DOCUMENT)];
  for (const [index, summary] of resourceSummaries().entries()) yield [`resource ${index}`, JSON.stringify(summary)];
  for (const version of [1, 2, 7]) {
    const edges = { parent_call_sid: `CA${'f'.repeat(32)}`, sip_edge: {}, sdk_edge: {} };
    yield [`version ${version} of a summary`, JSON.stringify(summaryEvent({ version }, edges))];
  }
  yield ['a clock ahead of a summary', JSON.stringify(summaryEvent({}, { start_time: '2027-01-01T00:00:00Z' }))];
  yield ['a clock without a start', JSON.stringify(summaryEvent({}, { start_time: '', created_time: 5, time: 'x' }))];
  for (const value of HOSTILE_VALUES) {
    const summary = JSON.stringify(
      summaryEvent({}, { from: { caller: 'HERE' }, tags: 'HERE', sdk_edge: 'HERE', rank: 'HERE' }),
    );
    yield [`the value in a summary ${value.slice(0, 60)}`, summary.replaceAll('"HERE"', value)];
  }
  for (const type of [SDK_METRICS, GATEWAY_METRICS] as const) {
    for (const version of [1, 2]) {
      yield [`document of ${type} ${version}`, JSON.stringify(metricEvent({ type, version }))];
    }
  }
  yield ['a list of samples', JSON.stringify(metricEvent({}, [sdkMetricData(), sdkMetricData({ timestamp: '' })]))];
  for (const value of HOSTILE_VALUES) {
    const metric = JSON.stringify(
      metricEvent({}, sdkMetricData({ direction: 'HERE', sdk_edge: 'HERE', sip_edge: 'HERE', part: 'HERE' })),
    );
    yield [`the value in a sample ${value.slice(0, 60)}`, metric.replaceAll('"HERE"', value)];
  }
  for (const version of [1, 2]) {
    yield [`document of a conference ${version}`, JSON.stringify(conferenceEvent({ version }))];
    yield [`document of a participant ${version}`, JSON.stringify(participantEvent({ version }))];
  }
  yield ['a conference of another SID', JSON.stringify(conferenceEvent({}, { conference_sid: 'EH#1' }))];
  for (const value of HOSTILE_VALUES) {
    const conference = JSON.stringify(conferenceEvent({}, { status: 'HERE', tags: 'HERE', rank: 'HERE' }));
    yield [`the value in a conference ${value.slice(0, 60)}`, conference.replaceAll('"HERE"', value)];
    const participant = JSON.stringify(participantEvent({}, { call_sid: 'HERE', from: 'HERE', id: 'HERE' }));
    yield [`the value in a participant ${value.slice(0, 60)}`, participant.replaceAll('"HERE"', value)];
  }
}
