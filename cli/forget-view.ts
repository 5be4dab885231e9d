import type { ForgetReport, PartiesReport } from '../operations/set-aside/forget.ts';
import { BUCKET_PREFIX } from '../shared/bucket.ts';
import { printable } from '../shared/printable.ts';
import { table } from './terminal.ts';

const NOT_REACHED = [
  'records on the stream, until they expire: an unread one becomes a row (run forget again). Do not put them back',
  "rows of other calls that name this one, such as the other legs of a conversation: forget those calls' SIDs too",
  'rows of conferences that name this call, as ended_by or among coached_participants: forget CF… takes a conference',
  'a row that leads here from a parent or number that only an earlier version named: forget --number that number',
  "Twilio's own copy: its Call resource, and Voice Insights for 30 days",
];
const NOT_REACHED_OF_CONFERENCE = [
  'records on the stream, until they expire: an unread one becomes a row (run forget again). Do not put them back',
  'the calls of its participants: forget those SIDs too',
  "Twilio's own copy: its Conference resource, and Voice Insights for 30 days",
];
const NOT_REACHED_BY_NUMBER = [
  'records on the stream, until they expire: an unread one becomes a row (run forget again). Do not put them back',
  'calls of which no row but events names the number, such as those without a summary, or where redactFields hides it',
  'the number in another spelling, and events and annotations of other calls that have it in their text',
  "Twilio's own copy: its Call resource, and Voice Insights for 30 days",
];
const NOT_REACHED_IN_AWS = [
  'backups of the tables: point-in-time recovery goes back 35 days, and a restore brings the rows back',
  'earlier versions of objects in the holding bucket, for 7 days',
  'the access log of the read API, whose paths name calls, for a month',
];
const NOT_REACHED_OF_ARCHIVE = [
  'events that are not archived yet: run forget again in ten minutes',
  'objects that were copied with archive pull',
];
const NOT_REACHED_OF_ARCHIVE_IN_AWS = [
  'objects of the archive that a merge removed, for 7 days',
  'answers of Athena, which keeps them for a day, and queries that name a SID, for 45 days',
];

const MAX_CONFERENCES_SHOWN = 20;

/** What was forgotten by. */
export type ForgottenBy = 'call' | 'conference' | 'number';

const BY: Readonly<Record<ForgottenBy, readonly string[]>> = {
  call: NOT_REACHED,
  conference: NOT_REACHED_OF_CONFERENCE,
  number: NOT_REACHED_BY_NUMBER,
};

export interface NotReachedOptions {
  isLocal: boolean;
  /** Whether there is an archive. */
  isArchived: boolean;
  /** SIDs of conferences that name a number. */
  conferencesLeft?: readonly string[];
}

/** Copies that are left, a line each. */
export function notReached(
  by: ForgottenBy,
  { isLocal, isArchived, conferencesLeft = [] }: NotReachedOptions,
): string[] {
  const conferences = conferencesLeft.length === 0 ? [] : [conferencesLine(conferencesLeft)];
  const ofArchive = isArchived ? [...NOT_REACHED_OF_ARCHIVE, ...(isLocal ? [] : NOT_REACHED_OF_ARCHIVE_IN_AWS)] : [];
  return [...conferences, ...BY[by], ...ofArchive, ...(isLocal ? [] : NOT_REACHED_IN_AWS)];
}

/** They are of others too, so a name in them is no reason to delete them. */
function conferencesLine(sids: readonly string[]): string {
  const what = 'conferences that name the number, as their name or among duplicate identities';
  const shown = sids.slice(0, MAX_CONFERENCES_SHOWN).map((sid) => `forget ${printable(sid)}`);
  const more = sids.length > shown.length ? [`and ${sids.length - shown.length} more, which --json lists`] : [];
  return `${what}: ${[...shown, ...more].join(', ')}`;
}

/** An object of the bucket that could not be checked. */
export function unreadLine(key: string, problem: string): string {
  return `${printable(key)}: ${printable(problem)}. It could not be checked for the call and was kept: inspect it by hand`;
}

/** What was found, by where it is. */
export function reportTable(
  { calls, rows, insights, metrics, conferences, pointers, archived, kept }: ForgetReport & Partial<PartiesReport>,
  executed: boolean,
): string {
  return table(
    ['WHERE', executed ? 'DELETED' : 'WOULD DELETE'],
    [
      ...(calls === undefined ? [] : [['calls', String(calls)]]),
      ['rows of call events', String(rows)],
      ['rows of call summaries and annotations', String(insights)],
      ['rows of samples', String(metrics)],
      ['rows of conferences', String(conferences)],
      ['rows that lead to calls', String(pointers)],
      ...(archived === undefined ? [] : [['rows of the archive', String(archived)]]),
      [`${BUCKET_PREFIX.quarantine} (records)`, String(kept.quarantine)],
      [`${BUCKET_PREFIX.unsupported} (events)`, String(kept.unsupported)],
      [`${BUCKET_PREFIX.givenUp} (records)`, String(kept.givenUp)],
      [`${BUCKET_PREFIX.redriven} (records)`, String(kept.redriven)],
    ],
  );
}
