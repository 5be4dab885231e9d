import { explain, explained, NO_REGION } from '../operations/explain.ts';

/**
 * An error in one line, as `explain` has it. Somebody who runs a pipeline on this machine and forgot to say so needs no
 * region.
 * @param port that `--local` alone means
 */
export async function explainHere(error: unknown, port: number): Promise<string> {
  const text = explain(error);
  if (explained(error).says !== NO_REGION) return text;
  const { findReady } = await import('../local/ready-file.ts');
  return (await findReady(port)) === undefined ? text : `${text}; --local asks the pipeline on this machine`;
}
