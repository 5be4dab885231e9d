import { printable, printableJson } from '../shared/printable.ts';

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

/** Whatever others wrote may stand in it: what a terminal would obey is spelled out. */
export function note(text: string): void {
  process.stderr.write(`${printableLines(text)}\n`);
}

/** The same text, its lines still lines. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

/** Ends the process where its answer reaches no one; what is said about the answer may get lost. */
export function guardOutputs(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as `head`, closes the pipe.
    if (error.code === 'EPIPE') process.exit();
    note(`standard output takes no more: ${error.code === 'ENOSPC' ? 'the disk is full' : error.message}`);
    process.exit(1);
  });
  // Whoever closed it does not want to be told.
  process.stderr.on('error', () => undefined);
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
