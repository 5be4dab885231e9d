import { isJsonObject, type JsonObject } from '../../shared/json.ts';
import type { ReadEnvelope } from '../event-data.ts';
import type { EventFamily, RowContext } from '../family.ts';
import { redact } from '../redact.ts';
import type { ArchiveLayout, ArchiveTable } from './archive-table.ts';
import type { ArchiveRow } from './column.ts';
import { arrivalOf, envelopeColumns, envelopeOf } from './event-row.ts';
import { dataForm } from './places.ts';
import { dataOfArchived, rowOfData } from './row.ts';

/** An event that says how something was, in versions. */
type Versioned = ReadEnvelope & { data: object };

/** The table of a family whose events are versions of a document: each is a row until a merge leaves the last. */
export interface SummaryForm<Event> {
  layout: ArchiveLayout;
  family: EventFamily<Event>;
  /** Dotted paths in the order in which Twilio writes members. */
  documented: readonly string[];
  /** The columns of the table that are computed. @param event with what is to be hidden hidden */
  computed(event: Event, context: RowContext): ArchiveRow;
}

export function summaryTable<Event extends Versioned>(summary: SummaryForm<Event>): ArchiveTable<Event> {
  const { layout, family, computed } = summary;
  const form = dataForm(layout, summary.documented);

  function fromRow(row: ArchiveRow): Event {
    // Twilio's schema says what is documented, the archive keeps what came.
    return { ...envelopeOf(row), data: dataOfArchived(form, row) } as Event;
  }

  return {
    layout,
    toRows(event, context) {
      const shown: Event = { ...event, data: redact(event.data, context.config.redactFields) };
      const columns = { ...envelopeColumns(event, context), ...computed(shown, context) };
      return [rowOfData(form, objectOf(shown.data), { computed: columns })];
    },
    fromRow,
    tableRows(row, config) {
      const outcome = family.outcome(fromRow(row), { arrivalMs: arrivalOf(row), config });
      return outcome.ok ? { ok: true, value: outcome.value.rows } : outcome;
    },
  };
}

function objectOf(data: object): JsonObject {
  return isJsonObject(data) ? data : {};
}
