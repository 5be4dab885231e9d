import { CONFERENCE_COMPLETE, CONFERENCE_PARTIAL } from '../../families/conference-summary/facts.ts';
import { conferenceSample } from '../../families/conference-summary/sample.ts';
import { PARTICIPANT_COMPLETE } from '../../families/participant-summary/facts.ts';
import { participantSample } from '../../families/participant-summary/sample.ts';
import type { ConferenceReader } from '../../lambda/read/conference-reader.ts';
import { AUDIT_SID } from '../../shared/audit-sids.ts';
import type { Clock } from '../../shared/clock.ts';
import { retry } from '../../shared/retry.ts';
import type { OutgoingRecord } from '../stream/put-records.ts';
import { type AuditPart, lookUntilRight, RETRY_FOR_MS, shuffledRecords } from './audit-part.ts';
import { ACCOUNT_SID, type AuditRun, callsOf, SID_LENGTH } from './audit-run.ts';

export interface AuditConferenceOptions {
  run: AuditRun;
  put: (records: readonly OutgoingRecord[]) => Promise<void>;
  conferences: Pick<ConferenceReader, 'conferenceOf' | 'participantsOf' | 'conferencesOfCall'>;
  clock: Clock;
}

const MOST_PARTICIPANTS = 20;
/** The last is the best. */
const VERSIONS = [1, 2] as const;

/** The SID of a run's conference. Twilio's are hexadecimal: no conference of anybody's has such a one. */
export function conferenceOfRun({ name }: AuditRun): string {
  return `${AUDIT_SID.conference}${name.replace(/-.*/, '')}`.padEnd(SID_LENGTH, '0');
}

/** One conference of the first calls of a run, with two versions of it and of each participant, in any order. */
export function createAuditConference({ run, put, conferences, clock }: AuditConferenceOptions): AuditPart {
  const sid = conferenceOfRun(run);
  const calls = callsOf(run, run.events).slice(0, MOST_PARTICIPANTS);
  const time = new Date(clock.now()).toISOString();
  const best = (what: string) => idOf(run, what, VERSIONS.length);

  async function look() {
    const [conference, participants, led] = await Promise.all([
      conferences.conferenceOf(sid),
      conferences.participantsOf(sid),
      Promise.all(calls.map((callSid) => conferences.conferencesOfCall(callSid))),
    ]);
    const wrong = [
      ...(conference?.event.id === best(sid) ? [] : [{ sid, problem: problemOf(conference?.event.id, 'conference') }]),
      ...calls.flatMap((callSid, index) => {
        const found = participants.find(({ event }) => event.data.call_sid === callSid)?.event.id;
        if (found !== best(callSid)) return { sid: callSid, problem: problemOf(found, 'participant') };
        return led[index]?.length === 1 ? [] : { sid: callSid, problem: 'does not lead to its conference' };
      }),
    ];
    return { right: calls.length + 1 - wrong.length, wrong };
  }

  return {
    async put() {
      const events = VERSIONS.flatMap((version) => [
        conferenceSample({
          id: idOf(run, sid, version),
          type: version === 1 ? CONFERENCE_PARTIAL : CONFERENCE_COMPLETE,
          version: 2,
          time,
          data: { conference_sid: sid, account_sid: ACCOUNT_SID, create_time: time },
        }),
        ...calls.map((callSid) =>
          participantSample({
            id: idOf(run, callSid, version),
            type: PARTICIPANT_COMPLETE,
            version: 2,
            time,
            data: {
              conference_sid: sid,
              participant_sid: callSid.replace(/^CA/, 'CP'),
              call_sid: callSid,
              account_sid: ACCOUNT_SID,
              join_time: time,
            },
          }),
        ),
      ]);
      const records = shuffledRecords<{ data: { conference_sid: string } }>(
        events,
        ({ data }) => data.conference_sid,
        clock,
      );
      await retry(() => put(records), clock, AbortSignal.timeout(RETRY_FOR_MS));
    },
    find: (timeoutMs, signal) => lookUntilRight(look, { timeoutMs, signal, clock }),
  };
}

function problemOf(found: string | undefined, what: string): string {
  return found === undefined ? `no ${what}` : `another version, ${found}`;
}

/** Of two versions that say the same the greater id wins. */
function idOf({ name }: AuditRun, what: string, version: number): string {
  return `audit-${name}-${what}-version-${version}`;
}
