import type { Rejection } from '../../shared/rejection.ts';

/** A record nobody can make a row of, as it is kept: why, where it stood on the stream, and its bytes untouched. */
export interface QuarantinedRecord extends Rejection {
  /** For a record that is a list of events: each event that is at fault, by its place in the list. */
  problems?: (Rejection & { index: number })[];
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
  /** Names of all entries, in the storage's order. */
  names(): AsyncGenerator<string>;
  /** An entry by its name; undefined where there is none. */
  get(name: string): Promise<QuarantinedRecord | undefined>;
}

/** The name of a record: the same for every delivery of it. */
export function recordName({ shardId, sequenceNumber }: QuarantinedRecord): string {
  return `${shardId}-${sequenceNumber}`;
}

/** The name of a batch's unsupported events: of the span they stand in, so that a smaller batch overwrites no larger. */
export function unsupportedName(events: UnsupportedEvents): string {
  return `${events.shardId}-${events.firstSequenceNumber}-${events.lastSequenceNumber}`;
}

export function recordJson(record: QuarantinedRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

export function unsupportedJsonLines({ lines }: UnsupportedEvents): string {
  return `${lines.join('\n')}\n`;
}
