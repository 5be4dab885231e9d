import type { Rejection } from '../../shared/rejection.ts';

/** A record nobody can make a row of, as it is kept: why, where it stood on the stream, and its bytes untouched. */
export interface QuarantinedRecord extends Rejection {
  /** For a record that is a list: the first events of it that are at fault, by their place, and how many there are. */
  problems?: (Rejection & { index?: number })[];
  problemCount?: number;
  streamArn: string;
  shardId: string;
  sequenceNumber: string;
  partitionKey: string;
  /** When it came onto the stream, ISO 8601, UTC. */
  arrivedAt: string;
  /** The record's data, base64. */
  data: string;
}

/** Events of one batch whose type is not understood: no trouble of anybody's, kept for the version that does. */
export interface UnsupportedEvents {
  shardId: string;
  /** Of the first and the last record that holds one. */
  firstSequenceNumber: string;
  lastSequenceNumber: string;
  /** Of the first one, ISO 8601, UTC. */
  arrivedAt: string;
  /** One CloudEvent each, as JSON. */
  lines: string[];
}

/** The half that ingest needs. The same record twice is one entry. @throws what the storage throws */
export interface QuarantineWriter {
  putRecord(record: QuarantinedRecord, signal: AbortSignal): Promise<void>;
  putUnsupported(events: UnsupportedEvents, signal: AbortSignal): Promise<void>;
}

/** The half that people need. */
export interface QuarantineReader {
  /** Names of all entries, the last stored first. */
  names(): AsyncGenerator<string>;
  /** An entry by its name; undefined where there is none, null where what is there is no record. */
  get(name: string): Promise<QuarantinedRecord | null | undefined>;
}

/** Something to keep, as a file or an object. */
export interface Entry {
  kind: 'quarantine' | 'unsupported';
  /** Without an ending; the same for every delivery of the same records. */
  name: string;
  ending: '.json' | '.jsonl';
  text: string;
  /** ISO 8601, UTC. */
  arrivedAt: string;
}

/** A writer on anything that can keep a text under a name. */
export function createQuarantineWriter(put: (entry: Entry, signal: AbortSignal) => Promise<void>): QuarantineWriter {
  return {
    putRecord: (record, signal) => put(recordEntry(record), signal),
    putUnsupported: (events, signal) => put(unsupportedEntry(events), signal),
  };
}

/** A record as it is kept, for people to read. */
export function recordText(record: QuarantinedRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** A record as it was kept; null where the text is none, which is not quoted: it may be anybody's data. */
export function parseRecord(text: string): QuarantinedRecord | null {
  try {
    const record = JSON.parse(text);
    const { reason, detail, arrivedAt, data } = record;
    return [reason, detail, arrivedAt, data].every((member) => typeof member === 'string') ? record : null;
  } catch {
    return null;
  }
}

function recordEntry(record: QuarantinedRecord): Entry {
  return {
    kind: 'quarantine',
    name: `${record.shardId}-${record.sequenceNumber}`,
    ending: '.json',
    text: recordText(record),
    arrivedAt: record.arrivedAt,
  };
}

function unsupportedEntry({
  shardId,
  firstSequenceNumber,
  lastSequenceNumber,
  arrivedAt,
  lines,
}: UnsupportedEvents): Entry {
  return {
    kind: 'unsupported',
    // Of the span they stand in, so that a smaller batch overwrites no larger one.
    name: `${shardId}-${firstSequenceNumber}-${lastSequenceNumber}`,
    ending: '.jsonl',
    text: `${lines.join('\n')}\n`,
    arrivedAt,
  };
}
