import { createInterface } from 'node:readline/promises';
import { UsageProblem } from '../shared/trouble.ts';

/** True where the person who was asked agrees. */
export type Ask = (question: string) => Promise<boolean>;

/**
 * How to ask before something is done that cannot be undone: on standard error, for standard output is the answer's.
 * @throws UsageProblem, before anything is looked up, where nobody is there to answer and `--yes` was not said
 */
export function confirm(
  { yes = false }: { yes?: boolean },
  input: NodeJS.ReadableStream & { isTTY?: boolean } = process.stdin,
  output: NodeJS.WritableStream = process.stderr,
): Ask {
  if (yes) return async () => true;
  if (!input.isTTY) throw new UsageProblem('this asks first, and nobody is there to answer: say --yes');
  return async (question) => {
    const lines = createInterface({ input, output });
    try {
      return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
    } catch (error) {
      // Ctrl-C and Ctrl-D are an answer too.
      if (error instanceof Error && error.name === 'AbortError') return false;
      throw error;
    } finally {
      lines.close();
    }
  };
}
