import { SingleBar } from 'cli-progress';
import { note } from './output.ts';

/** How far a long input is, on standard error. */
export interface Progress {
  update(bytes: number): void;
  /** A line of text that the bar does not swallow. */
  say(text: string): void;
  stop(): void;
}

const LONG_BYTES = 1024 * 1024;

/** @param totalBytes undefined where nobody knows. Only a long input on a terminal has a bar. */
export function createProgress(totalBytes: number | undefined): Progress {
  if (totalBytes === undefined || totalBytes < LONG_BYTES || !process.stderr.isTTY) {
    return { update: () => undefined, say: note, stop: () => undefined };
  }
  const bar = new SingleBar({ format: '{bar} {percentage} %  {eta} s left', stream: process.stderr });
  bar.start(totalBytes, 0);
  return {
    update: (bytes) => bar.update(bytes),
    say(text) {
      process.stderr.clearLine(0);
      process.stderr.cursorTo(0);
      note(text);
      bar.render();
    },
    stop: () => bar.stop(),
  };
}
