import { printableJson } from '../shared/printable.ts';

/** Answers go to standard output, what is said about them to standard error: a pipe gets the answer alone. */
export function print(text: string): void {
  if (text !== '') process.stdout.write(`${text}\n`);
}

export function printJson(document: unknown): void {
  print(printableJson(JSON.stringify(document, undefined, process.stdout.isTTY ? 2 : undefined)));
}

/** One document of several, a line each. */
export function printJsonLine(document: unknown): void {
  print(printableJson(JSON.stringify(document)));
}

export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** The first so many of an answer, and whether there are more. */
export async function take<Element>(
  answer: AsyncIterable<Element>,
  count = Number.POSITIVE_INFINITY,
): Promise<{ taken: Element[]; more: boolean }> {
  const taken: Element[] = [];
  for await (const element of answer) {
    if (taken.length === count) return { taken, more: true };
    taken.push(element);
  }
  return { taken, more: false };
}
