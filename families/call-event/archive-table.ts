import { isPresent, type JsonObject } from '../../shared/json.ts';
import { normaliseLevel } from '../../shared/level.ts';
import type { ArchiveTable } from '../archive/archive-table.ts';
import { GATEWAY_EDGES } from '../archive/columns.ts';
import { arrivalOf, envelopeColumns, envelopeOf, isUntimed } from '../archive/event-row.ts';
import { fitting, msOf } from '../archive/fitting.ts';
import { dataForm } from '../archive/places.ts';
import { dataOfArchived, rowOfData } from '../archive/row.ts';
import { redact } from '../redact.ts';
import { CALL_EVENT_LAYOUT } from './archive-layout.ts';
import { callError, isError } from './call-error.ts';
import type { CallCloudEvent, CallEvent } from './call-event.ts';
import { DOCUMENTED_PATHS } from './documented-paths.ts';
import { eventTime } from './event-time.ts';
import { callEvents } from './family.ts';
import { isMediaEdge, mediaEdge } from './media-edge.ts';

const FORM = dataForm(CALL_EVENT_LAYOUT, DOCUMENTED_PATHS);

/** Call events in the archive. */
export const callEventTable: ArchiveTable<CallCloudEvent> = {
  layout: CALL_EVENT_LAYOUT,
  toRows(event, context) {
    const data: JsonObject = redact(event.data, context.config.redactFields);
    const edge = mediaEdge(data);
    const computed = {
      ...envelopeColumns(event, context, data.timestamp),
      happened_at: msOf(eventTime(data.timestamp, event.time)),
      media_edge: edge,
      level: normaliseLevel(data.level),
      is_error: isError(data),
      ...errorColumns(data),
    };
    const of = { computed, edge: soleGateway(data, edge), isUntimed: isUntimed(event, data.timestamp) };
    return [rowOfData(FORM, data, of)];
  },
  fromRow(row) {
    const edge = isMediaEdge(row.media_edge) ? row.media_edge : undefined;
    const data = dataOfArchived(FORM, row, edge) as CallEvent;
    return { ...envelopeOf(row, data.timestamp), data };
  },
  tableRows(row, config) {
    const outcome = callEvents.outcome(callEventTable.fromRow(row), { arrivalMs: arrivalOf(row), config });
    return outcome.ok ? { ok: true, value: outcome.value.rows } : outcome;
  },
};

/** An error of Conversation Relay, or one of the SDK with a code that is a text, is a copy of what stays in `other`. */
function errorColumns(data: JsonObject) {
  const error = callError(data);
  if (error === undefined) return {};
  const isOfSdk = isPresent((data.sdk_edge as JsonObject | undefined)?.error);
  return {
    error_code: fitting({ type: 'int' }, error.code),
    ...(!isOfSdk && { error_message: fitting({ type: 'string' }, error.message) }),
  };
}

/** The gateway that the event is of, where it has an object of no other. */
function soleGateway(data: JsonObject, edge: string | undefined) {
  const present = GATEWAY_EDGES.filter((name) => isPresent(data[name]));
  return present.length === 1 && present[0] === edge ? present[0] : undefined;
}
