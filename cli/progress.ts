import { SingleBar } from 'cli-progress';
import { note, print } from './output.ts';

/** How far a long work is, on standard error. */
export interface Progress {
  update(done: number): void;
  /** Notes and prints a line that the bar does not swallow. */
  note(text: string): void;
  print(text: string): void;
  stop(): void;
}

const LONG_BYTES = 1024 * 1024;
const LONG_COUNT = 500;

/** @param totalBytes undefined where nobody knows. Only a long input on a terminal has a bar. */
export function createProgress(totalBytes: number | undefined): Progress {
  return createBar(totalBytes, LONG_BYTES);
}

/** The same for so many things of a kind, one about as much work as the other. */
export function createCountProgress(total: number): Progress {
  return createBar(total, LONG_COUNT);
}

/** A bar of what is counted first: there is none until it is known how much there is. */
export interface LaterProgress extends Progress {
  start(total: number): void;
}

/** @param create what makes the bar */
export function createLaterProgress(create: (total: number) => Progress = createCountProgress): LaterProgress {
  let progress = create(0);
  return {
    start(total) {
      progress.stop();
      progress = create(total);
    },
    update: (done) => progress.update(done),
    note: (text) => progress.note(text),
    print: (text) => progress.print(text),
    stop: () => progress.stop(),
  };
}

function createBar(total: number | undefined, long: number): Progress {
  if (total === undefined || total < long || !process.stderr.isTTY) {
    return { update: () => undefined, note, print, stop: () => undefined };
  }
  // Lines wrap all the same: Ctrl-C would leave a terminal that cuts them.
  const bar = new SingleBar({ format: '{bar} {percentage} %  {eta} s left', linewrap: true, stream: process.stderr });
  bar.start(total, 0);
  const beside = (write: (text: string) => void) => (text: string) => {
    process.stderr.clearLine(0);
    process.stderr.cursorTo(0);
    write(text);
    bar.render();
  };
  return {
    update: (done) => bar.update(done),
    note: beside(note),
    print: beside(print),
    stop: () => bar.stop(),
  };
}
