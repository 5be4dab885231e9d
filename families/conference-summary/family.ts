import { rejected } from '../../shared/rejection.ts';
import { dataOf, readEvent, typeName } from '../event-data.ts';
import type { EventFamily } from '../family.ts';
import { redact } from '../redact.ts';
import { conferenceMismatches } from './conference-mismatches.ts';
import type { ConferenceCloudEvent, ConferenceSummary } from './conference-summary.ts';
import { CONFERENCE_SUMMARY_FACTS } from './facts.ts';
import { conferenceRow } from './item.ts';

/** One row for each conference in the table of call insights. Only `conference_sid` is needed. */
export const conferenceSummaries: EventFamily<ConferenceCloudEvent> = {
  ...CONFERENCE_SUMMARY_FACTS,
  read(envelope) {
    const data = dataOf(envelope);
    if (!data.ok) return data;
    const { conference_sid: sid } = data.value;
    if (typeof sid !== 'string' || sid === '') {
      const found = typeName(sid);
      return rejected('no-conference-sid', `data.conference_sid: expected a text that is not empty, found ${found}`);
    }
    return {
      ok: true,
      value: {
        family: conferenceSummaries,
        event: readEvent(envelope, data.value as ConferenceSummary),
        mismatches: conferenceMismatches(data.value),
      },
    };
  },
  outcome(event, context) {
    const row = conferenceRow({ ...event, data: redact(event.data, context.config.redactFields) }, context);
    return row.ok ? { ok: true, value: { rows: [row.value] } } : row;
  },
  // It is of no call: the one that ended it is only named.
  callSids: () => [],
  conferenceSids: ({ data }) => [data.conference_sid],
};
