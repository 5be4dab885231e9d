import { rejected } from '../../shared/rejection.ts';
import { dataOf, readEvent, typeName } from '../event-data.ts';
import type { EventFamily } from '../family.ts';
import { redact } from '../redact.ts';
import { type CallCloudEvent, type CallEvent, schemaMismatches } from './call-event.ts';
import { eventTime } from './event-time.ts';
import { CALL_EVENT_FACTS } from './facts.ts';
import { toItem } from './item.ts';

/** Each is a row of the table of call events. Only what the row's key is made of can make one unreadable. */
export const callEvents: EventFamily<CallCloudEvent> = {
  ...CALL_EVENT_FACTS,
  read(envelope) {
    const data = dataOf(envelope);
    if (!data.ok) return data;
    const { call_sid: callSid, timestamp } = data.value;
    if (typeof callSid !== 'string' || callSid === '') {
      return rejected('no-call-sid', `data.call_sid: expected a text that is not empty, found ${typeName(callSid)}`);
    }
    if (eventTime(timestamp, envelope.time) === undefined) {
      return rejected(
        'no-time',
        `data.timestamp: expected an ISO 8601 time, found ${typeName(timestamp)}; time: ${typeName(envelope.time)}`,
      );
    }
    return {
      ok: true,
      value: {
        family: callEvents,
        event: readEvent(envelope, data.value as CallEvent),
        mismatches: schemaMismatches(data.value),
      },
    };
  },
  outcome(event, context) {
    const row = toItem({ ...event, data: redact(event.data, context.config.redactFields) }, context);
    return row.ok ? { ok: true, value: { rows: [row.value] } } : row;
  },
  callSids: ({ data }) => [data.call_sid],
};
