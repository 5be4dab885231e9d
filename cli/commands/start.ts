import type { Command } from 'commander';
import { VARIABLE_TEXTS } from '../../local/variables.ts';
import { addHelpEnd } from '../help.ts';

/** `start` runs the local pipeline until Ctrl-C, as `npm start` does in a clone. */
export function addStart(program: Command): void {
  addHelpEnd(program.command('start'), {
    examples: { start: 'the pipeline with sample calls, until Ctrl-C; its page is on http://127.0.0.1:3000' },
    notes: [`Environment variables, explained in docs/configuration.md: ${Object.keys(VARIABLE_TEXTS).join(', ')}.`],
  }).action(async () => {
    const { runPipeline } = await import('../../local/run-pipeline.ts');
    await runPipeline(process.env);
  });
}
