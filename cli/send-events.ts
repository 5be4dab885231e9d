import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { decodeEvent } from '../lambda/ingest/decode.ts';
import { explain, sentence } from '../operations/explain.ts';
import { MAX_RECORD_BYTES, type OutgoingRecord, putRecords } from '../operations/stream/put-records.ts';
import { type InputLine, readEvents } from '../operations/stream/read-events.ts';
import { systemClock } from '../shared/clock.ts';
import { fileProblem } from '../shared/file-problem.ts';
import { isJsonObject, type JsonObject } from '../shared/json.ts';
import { printable } from '../shared/printable.ts';
import { Trouble } from '../shared/trouble.ts';
import { print, printJson } from './output.ts';
import { createProgress } from './progress.ts';
import { openTarget, type TargetOptions } from './target.ts';

const RECORDS_AT_A_TIME = 500;

/** Puts what a file holds on the stream, as Twilio would; says on which line something is wrong, and what. */
export async function send(file: string, options: TargetOptions & { json?: boolean }): Promise<void> {
  const { input, bytes, bytesRead } = await openInput(file);
  const { client, name } = await openTarget(options).stream();
  const progress = createProgress(bytes);
  const problems: { line: number; problem: string }[] = [];
  let batch: OutgoingRecord[] = [];
  let sent = 0;
  let line = 0;
  let sentToLine = 0;
  let error: string | undefined;
  const flush = async (line: number) => {
    await putRecords(client, name, batch, systemClock);
    sent += batch.length;
    sentToLine = line;
    batch = [];
    progress.update(bytesRead());
  };
  try {
    for await (const entry of readEvents(input)) {
      const record = toRecord(entry);
      if ('problem' in record) {
        problems.push({ line: entry.line, problem: record.problem });
        // A parser's message quotes what it could not read.
        progress.note(`line ${entry.line}: ${printable(record.problem)}`);
      } else {
        batch.push(record);
        const why = reasonForQuarantine(entry);
        if (why !== undefined) progress.note(`line ${entry.line}: will be quarantined, ${why}`);
      }
      line = entry.line;
      if (batch.length === RECORDS_AT_A_TIME) await flush(line);
    }
    await flush(line);
  } catch (caught) {
    error = explain(caught);
  } finally {
    progress.stop();
    client.destroy();
  }
  if (options.json) printJson({ sent, stream: name, problems, ...(error !== undefined && { error }) });
  else if (error === undefined) print(`sent ${sent} ${sent === 1 ? 'event' : 'events'} to ${name}`);
  if (error !== undefined) {
    throw new Trouble(
      `stopped after ${sent} events, the last of them on line ${sentToLine}: ${sentence(error)} To send all again makes no second rows`,
    );
  }
  if (problems.length > 0) process.exitCode = 1;
}

interface Input {
  input: Readable;
  /** Of the whole input; undefined where nobody knows. */
  bytes?: number;
  bytesRead(): number;
}

async function openInput(file: string): Promise<Input> {
  if (file === '-') return { input: process.stdin, bytesRead: () => process.stdin.bytesRead };
  const opened = await open(file).catch((error: unknown) => {
    throw new Trouble(fileProblem(file, error));
  });
  const found = await opened.stat();
  if (found.isDirectory()) {
    await opened.close();
    throw new Trouble(`${printable(file)} is a folder: name a file of it`);
  }
  const input = opened.createReadStream();
  // Nobody knows how much comes out of a pipe, such as that of `<(zcat file.gz)`.
  return { input, ...(found.isFile() && { bytes: found.size }), bytesRead: () => input.bytesRead };
}

function toRecord(entry: InputLine): OutgoingRecord | { problem: string } {
  if ('problem' in entry) return entry;
  const record = { partitionKey: partitionKey(entry.event), data: Buffer.from(entry.json) };
  const bytes = Buffer.byteLength(record.partitionKey) + record.data.length;
  if (bytes <= MAX_RECORD_BYTES) return record;
  return { problem: `${bytes} bytes with its partition key, a record holds ${MAX_RECORD_BYTES}` };
}

/** Twilio does not say what it uses; by call, the events of one call stay in order. */
function partitionKey({ id, data }: JsonObject): string {
  const callSid = isJsonObject(data) ? data.call_sid : undefined;
  const key = [callSid, id].find((text) => typeof text === 'string' && text !== '') ?? 'none';
  return String(key).slice(0, 256);
}

/** What the pipeline will say of an event that it cannot read; it is sent all the same, as Twilio would. */
function reasonForQuarantine(entry: InputLine): string | undefined {
  if ('problem' in entry) return undefined;
  const decoded = decodeEvent(entry.event);
  return decoded.ok ? undefined : `${decoded.reason}: ${decoded.detail}`;
}
