import { readFile } from 'node:fs/promises';
import type { EventReader } from '../../lambda/read/event-reader.ts';
import { allOf } from '../../shared/all-of.ts';
import { callSidsMeant } from '../../shared/call-sid.ts';
import { fileProblem } from '../../shared/file-problem.ts';
import { printable } from '../../shared/printable.ts';
import { Trouble } from '../../shared/trouble.ts';
import { callOf, sidWarning } from '../call-of.ts';
import { callsInFile, type SaidInFile } from './sid-file.ts';
import { spanOf } from './span.ts';
import type { SummarisedCall, TwilioCalls } from './twilio-calls.ts';

/** Which calls somebody means: of a span of time, of a file, or said one by one. */
export interface CallsSaid {
  sids: readonly string[];
  file?: string;
  /** Of a file, those behind this one. */
  after?: string;
  /** ISO 8601. */
  from?: string;
  to?: string;
  /** A span until now. */
  force?: boolean;
}

export interface CallSources {
  twilio: TwilioCalls;
  events: Pick<EventReader, 'firstOfCall'>;
  /** Epoch ms. */
  now: number;
  /** Told what is odd about what was said, as a sentence. */
  onRemark: (remark: string) => void;
}

/**
 * The calls that are meant, each once.
 * @throws UsageProblem about a span that makes no sense, Trouble about a file that cannot be read or holds no such call
 */
export async function findCalls(
  { sids, file, after, from, to, force }: CallsSaid,
  { twilio, events, now, onRemark }: CallSources,
): Promise<SummarisedCall[]> {
  if (from !== undefined) {
    const span = spanOf({ from, to, force }, now);
    if (span.remark !== undefined) onRemark(span.remark);
    return allOf(twilio.summaries(span.from, span.to));
  }
  const found: string[] = [];
  if (file === undefined) {
    for (const one of sids) {
      const callSid = await callOf(one, events);
      const warning = sidWarning(callSid);
      if (warning !== undefined) onRemark(warning);
      found.push(callSid);
    }
    return [...new Set(found)].map((callSid) => ({ callSid }));
  }
  for (const { said, line, remark } of await readSids(file)) {
    if (remark !== undefined) onRemark(`warning: ${file} line ${line}: ${printable(said)}: ${remark}`);
    found.push(await callOf(said, events));
  }
  return onAfter([...new Set(found)], { file, after }).map((callSid) => ({ callSid }));
}

async function readSids(file: string): Promise<SaidInFile[]> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new Trouble(fileProblem(file, error));
  });
  return callsInFile(bytes, file);
}

function onAfter(sids: readonly string[], { file, after }: Pick<CallsSaid, 'file' | 'after'>): readonly string[] {
  if (after === undefined) return sids;
  const meant = callSidsMeant(after);
  const place = sids.findIndex((sid) => meant.includes(sid));
  if (place === -1) throw new Trouble(`${file} has no call ${printable(after)} to continue after`);
  return sids.slice(place + 1);
}
