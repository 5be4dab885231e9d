import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { explain, sentence } from '../operations/explain.ts';
import { reasonForQuarantine, toRecord } from '../operations/stream/outgoing-event.ts';
import { type OutgoingRecord, putRecords } from '../operations/stream/put-records.ts';
import { readEvents } from '../operations/stream/read-events.ts';
import { systemClock } from '../shared/clock.ts';
import { fileProblem } from '../shared/file-problem.ts';
import { printable } from '../shared/printable.ts';
import { Trouble, UsageProblem } from '../shared/trouble.ts';
import { type ChangeOptions, confirm } from './confirm.ts';
import { print, printJson } from './output.ts';
import { createProgress } from './progress.ts';
import { openTarget, type TargetOptions } from './target.ts';

const RECORDS_AT_A_TIME = 500;

interface SendOptions extends TargetOptions, ChangeOptions {
  json?: boolean;
}

/** Puts what a file holds on the stream, as Twilio would; says on which line something is wrong, and what. */
export async function send(file: string, options: SendOptions): Promise<void> {
  const { dryRun = false, json } = options;
  // A pipeline on this machine is there to be tried.
  const yes = options.yes === true || (options.local !== undefined && !dryRun);
  if (file === '-' && !dryRun && !yes) {
    throw new UsageProblem('standard input holds the events, so it cannot answer a question: say --yes, or --dry-run');
  }
  const ask = confirm('send', { dryRun, yes });
  const { input, bytes, bytesRead } = await openInput(file);
  const { client, name } = await openTarget(options).stream();
  if (!dryRun && !(await ask(`put the events of ${printable(file)} on the stream ${name}?`))) {
    input.destroy();
    client.destroy();
    throw new Trouble('nothing was sent');
  }
  const progress = createProgress(bytes);
  const problems: { line: number; problem: string }[] = [];
  let batch: OutgoingRecord[] = [];
  let sent = 0;
  let line = 0;
  let sentToLine = 0;
  let error: string | undefined;
  const flush = async (line: number) => {
    if (!dryRun) await putRecords(client, name, batch, systemClock);
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
  if (json) {
    const count = dryRun ? { dryRun, wouldSend: sent } : { sent };
    printJson({ ...count, stream: name, problems, ...(error !== undefined && { error }) });
  } else if (error === undefined) {
    print(`${dryRun ? 'would send' : 'sent'} ${sent} ${sent === 1 ? 'event' : 'events'} to ${name}`);
  }
  if (error !== undefined && dryRun) throw new Trouble(error);
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
