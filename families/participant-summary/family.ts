import { rejected } from '../../shared/rejection.ts';
import { dataOf, readEvent, typeName } from '../event-data.ts';
import type { EventFamily } from '../family.ts';
import { redact } from '../redact.ts';
import { PARTICIPANT_SUMMARY_FACTS } from './facts.ts';
import { callOf, participantRows, partiesOf } from './item.ts';
import { participantMismatches } from './participant-mismatches.ts';
import type { ParticipantCloudEvent, ParticipantSummary } from './participant-summary.ts';

/** What the row's key is made of, and why an event without it goes to quarantine. */
const SIDS = [
  ['conference_sid', 'no-conference-sid'],
  ['participant_sid', 'no-participant-sid'],
] as const;

/** One row for each participant in the partition of its conference, and rows that lead to it. Both SIDs are needed. */
export const participantSummaries: EventFamily<ParticipantCloudEvent> = {
  ...PARTICIPANT_SUMMARY_FACTS,
  read(envelope) {
    const data = dataOf(envelope);
    if (!data.ok) return data;
    for (const [name, reason] of SIDS) {
      const sid = data.value[name];
      if (typeof sid === 'string' && sid !== '') continue;
      return rejected(reason, `data.${name}: expected a text that is not empty, found ${typeName(sid)}`);
    }
    return {
      ok: true,
      value: {
        family: participantSummaries,
        event: readEvent(envelope, data.value as ParticipantSummary),
        mismatches: participantMismatches(data.value),
      },
    };
  },
  outcome(event, context) {
    const rows = participantRows({ ...event, data: redact(event.data, context.config.redactFields) }, context);
    return rows.ok ? { ok: true, value: { rows: rows.value } } : rows;
  },
  callSids: (event) => [callOf(event) ?? []].flat(),
  conferenceSids: ({ data }) => [data.conference_sid],
  parties: partiesOf,
};
