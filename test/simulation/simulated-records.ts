import { callEvent, cloudEvent, eventId } from '../../samples/builders.ts';
import type { RecordPlan } from './scenario.ts';

/** Bytes for the stream, and what must become of them. */
export interface SimulatedRecord {
  plan: RecordPlan;
  /** Base64, as Lambda hands it over. */
  data: string;
  /** Ids of the events that must be rows. */
  rows: string[];
  /** The record must be in quarantine, whole. */
  isQuarantined: boolean;
  /** Ids of the events that must be kept as unsupported. */
  unsupported: string[];
}

export const REFUSED_NAME = 'refused-by-the-table';
const TOO_LARGE = base64({ ...cloudEvent({ id: 'too-large' }), data: callEvent({ text: 'x'.repeat(410_000) }) });

/** The records of a scenario, in their order on the stream. */
export function simulatedRecords(plans: readonly RecordPlan[]): SimulatedRecord[] {
  const records: SimulatedRecord[] = [];
  for (const [index, plan] of plans.entries()) {
    const earlier = records[plan.earlier % Math.max(1, records.length)];
    if (plan.kind === 'duplicate' && earlier !== undefined)
      records.push({ ...earlier, plan: { ...plan, kind: earlier.plan.kind } });
    else records.push({ plan, rows: [], isQuarantined: false, unsupported: [], ...content(plan, index) });
  }
  return records;
}

function content(plan: RecordPlan, index: number): Partial<SimulatedRecord> & { data: string } {
  const id = eventId(index);
  const event = (members: Record<string, unknown> = {}, data: Record<string, unknown> = {}) =>
    cloudEvent(
      { id, ...members },
      { call_sid: `CA${'0'.repeat(31)}${plan.call}`, timestamp: timestamp(plan), ...data },
    );
  switch (plan.kind) {
    case 'list': {
      const other = eventId(1_000 + index);
      const list = [
        event(),
        event({ id: eventId(2_000 + index) }, { timestamp: 'soon' }),
        event({ id: other, type: 'of.another.type' }),
      ];
      return { data: base64(list), rows: [id], isQuarantined: true, unsupported: [other] };
    }
    case 'not-json':
      return { data: Buffer.from(`no JSON ${index}`).toString('base64'), isQuarantined: true };
    case 'no-time':
      return { data: base64(event({}, { timestamp: 'soon' })), isQuarantined: true };
    case 'refused':
      return { data: base64(event({}, { name: REFUSED_NAME })), isQuarantined: true };
    case 'too-large':
      return { data: TOO_LARGE, isQuarantined: true };
    case 'unsupported':
      return { data: base64(event({ type: 'of.another.type' })), unsupported: [id] };
    case 'test-event':
      return { data: base64({ id, type: 'com.twilio.eventstreams.test-event', data: { test_id: 'one' } }) };
    case 'empty':
      return { data: base64([]) };
    // A duplicate of nothing is an event.
    case 'duplicate':
    case 'event':
    case 'pill':
      return { data: base64(event({}, { level: index % 5 === 0 ? 'ERROR' : 'INFO' })), rows: [id] };
  }
}

function timestamp({ ms, isAhead }: RecordPlan): string {
  return `${isAhead ? '2026-11-21T09:00' : '2026-11-20T11:59'}:00.00${ms}Z`;
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}
