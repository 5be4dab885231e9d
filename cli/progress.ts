import { SingleBar } from 'cli-progress';
import { note } from './output.ts';

/** How far a long work is, on standard error. */
export interface Progress {
  update(done: number): void;
  /** A line of text that the bar does not swallow. */
  say(text: string): void;
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

function createBar(total: number | undefined, long: number): Progress {
  if (total === undefined || total < long || !process.stderr.isTTY) {
    return { update: () => undefined, say: note, stop: () => undefined };
  }
  const bar = new SingleBar({ format: '{bar} {percentage} %  {eta} s left', stream: process.stderr });
  bar.start(total, 0);
  return {
    update: (done) => bar.update(done),
    say(text) {
      process.stderr.clearLine(0);
      process.stderr.cursorTo(0);
      note(text);
      bar.render();
    },
    stop: () => bar.stop(),
  };
}
