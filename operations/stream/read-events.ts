import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { isJsonObject, type JsonObject } from '../../shared/json.ts';

/**
 * What stands on a line of the input: an event to send, or what is wrong there. `line` counts from 1. `json` is the
 * event's text: as it stands there, if it stands alone, for a parser rounds large numbers.
 */
export type InputLine = { line: number } & ({ event: JsonObject; json: string } | { problem: string });

/**
 * Events of a JSON document, pretty or not, or of JSON Lines: one event or a list of events each. JSON Lines are read
 * as they come, however many there are.
 */
export async function* readEvents(input: Readable): AsyncGenerator<InputLine> {
  const lines = numberedLines(input);
  const first = await lines.next();
  if (first.done) return;
  if (parse(first.value.text).ok) {
    yield* eventsOf(first.value);
    for await (const line of lines) yield* eventsOf(line);
    return;
  }
  // Not a line of JSON: the whole may be one document over many lines.
  const all = [first.value];
  for await (const line of lines) all.push(line);
  const text = all.map((line) => line.text).join('\n');
  const document = parse(text);
  if (document.ok) yield* eventsIn(document.value, { line: first.value.line, text });
  else if (isBrokenDocument(all)) yield { line: first.value.line, problem: document.problem };
  else for (const line of all) yield* eventsOf(line);
}

/** Opened on a line of its own, and no other line is an event: JSON Lines with a stray bracket have events. */
function isBrokenDocument([first, ...others]: readonly NumberedLine[]): boolean {
  if (!/^[[{]$/.test(first?.text.trim() ?? '')) return false;
  return !others.some(
    ({ text }) => /^\S/.test(text) && [...eventsOf({ line: 0, text })].some((line) => 'event' in line),
  );
}

interface NumberedLine {
  line: number;
  text: string;
}

/** Empty lines are counted and passed over. */
async function* numberedLines(input: Readable): AsyncGenerator<NumberedLine, void> {
  let line = 0;
  for await (const text of lines(input)) {
    line += 1;
    const plain = line === 1 ? text.replace(/^\ufeff/, '') : text;
    if (plain.trim() !== '') yield { line, text: plain };
  }
}

/** Not readline's: that one also ends a line at U+2028 and U+2029, which JSON allows inside a string. */
async function* lines(input: Readable): AsyncGenerator<string, void> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of input) {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    rest += first;
    for (const next of others) {
      yield rest;
      rest = next;
    }
  }
  yield rest + decoder.end();
}

function* eventsOf(line: NumberedLine): Generator<InputLine> {
  const parsed = parse(line.text);
  if (parsed.ok) yield* eventsIn(parsed.value, line);
  else yield { line: line.line, problem: parsed.problem };
}

function* eventsIn(value: unknown, { line, text }: NumberedLine): Generator<InputLine> {
  for (const event of Array.isArray(value) ? value : [value]) {
    if (!isJsonObject(event)) yield { line, problem: 'expected an event (a JSON object) or a list of events' };
    else yield { line, ...withJson(event, event === value ? text : undefined) };
  }
}

function withJson(
  event: JsonObject,
  text: string | undefined,
): { event: JsonObject; json: string } | { problem: string } {
  try {
    return { event, json: text ?? JSON.stringify(event) };
  } catch {
    // JSON.parse goes deeper than JSON.stringify, which runs out of stack.
    return { problem: 'an event of a list nested too deep to be written again: put it on a line of its own' };
  }
}

function parse(text: string): { ok: true; value: unknown } | { ok: false; problem: string } {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (error) {
    return { ok: false, problem: `not JSON: ${(error as Error).message}` };
  }
}
