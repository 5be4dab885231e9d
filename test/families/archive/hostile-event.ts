import fc from 'fast-check';
import { jsonText } from '../../../families/archive/json-text.ts';
import { cloudEvent } from '../../../samples/builders.ts';
import { gatewayMetricData, metricEvent, sdkMetricData } from '../../../samples/call-metric.ts';
import { summaryEvent } from '../../../samples/call-summary.ts';
import { conferenceEvent, participantEvent } from '../../../samples/conference.ts';
import { documentEvents } from '../../../samples/documents.ts';
import { isJsonObject, type JsonObject } from '../../../shared/json.ts';
import { HOSTILE_VALUES } from '../../hostile/corpus.ts';
import { hostileText } from '../../hostile/generator.ts';

const EVENTS: readonly object[] = [
  ...documentEvents(),
  cloudEvent({}, { carrier_edge: { metadata: { region: 'us1' } }, edge: 'carrier_edge' }),
  cloudEvent({}, { carrier_edge: { metadata: { region: 'us1' } }, edge: 'sip_edge' }),
  cloudEvent({}, { sip_edge: { metadata: { region: 'us1' } }, client_edge: {}, carrier_edge: { metadata: {} } }),
  cloudEvent({}, { conversation_relay_data: { sequence_number: 3, error: { error_code: 64_101 } } }),
  metricEvent(),
  metricEvent({}, [sdkMetricData(), gatewayMetricData()]),
  summaryEvent({ version: 7 }),
  conferenceEvent({ version: 2 }),
  participantEvent({ version: 2 }),
];
const NAMES = [...new Set(EVENTS.flatMap(namesIn))].concat('toString', 'a.b', 'constructor', 'other', 'rank');

const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...HOSTILE_VALUES.filter((json) => json.length < 1_000)).map((json) => JSON.parse(json)),
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('2026-11-20T11:00:00Z', '2026-11-20T11:00:00.000Z', '2026-11-20 11:00:00+01:00', 'UNKNOWN', 'error'),
  fc.constantFrom('carrier_edge', 'sip_edge', 'sdk_edge', 2 ** 31, -(2 ** 31), 0.1, [1, 2.5], ['a'], [null], { a: -0 }),
);
const change = fc.record({
  at: fc.nat(),
  name: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: hostileText }),
  value,
  place: fc.nat(),
});

/** An event of any family with members added, replaced and moved in any of its objects, as JSON. */
export const hostileEvent: fc.Arbitrary<string> = fc
  .record({ event: fc.constantFrom(...EVENTS), changes: fc.array(change, { maxLength: 5 }) })
  .map(({ event, changes }) => {
    let changed: unknown = event;
    for (const { at, name, value: to, place } of changes) {
      const objects = countObjects(changed);
      changed = withMember(changed, { left: at % objects }, { name, to, place });
    }
    return jsonText(changed);
  });

function withMember(
  value: unknown,
  which: { left: number },
  change: { name: string; to: unknown; place: number },
): unknown {
  if (Array.isArray(value)) return value.map((element) => withMember(element, which, change));
  if (!isJsonObject(value)) return value;
  const isHere = which.left === 0;
  which.left -= 1;
  const members = Object.entries(value).map(([name, inner]) => [name, withMember(inner, which, change)] as const);
  if (!isHere) return Object.fromEntries(members);
  const kept = members.filter(([name]) => name !== change.name);
  kept.splice(change.place % (kept.length + 1), 0, [change.name, change.to]);
  return Object.fromEntries(kept);
}

function countObjects(value: unknown): number {
  const inner = typeof value === 'object' && value !== null ? Object.values(value) : [];
  return inner.reduce<number>((sum, one) => sum + countObjects(one), isJsonObject(value) ? 1 : 0);
}

function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as JsonObject).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}
