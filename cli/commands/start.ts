import type { Command } from 'commander';
import { VARIABLE_TEXTS } from '../../local/variables.ts';

const names = Object.keys(VARIABLE_TEXTS);
const VARIABLES = `
Environment variables, which docs/configuration.md explains:
  ${names.slice(0, 5).join(', ')},
  ${names.slice(5).join(', ')}`;

/** `start` runs the local pipeline until Ctrl-C, as `npm start` does in a clone. */
export function addStart(program: Command): void {
  program
    .command('start')
    .addHelpText('after', VARIABLES)
    .action(async () => {
      const { runPipeline } = await import('../../local/run-pipeline.ts');
      await runPipeline(process.env);
    });
}
