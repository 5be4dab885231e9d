import { createProgram } from '../cli/program.ts';
import { commandLinePage } from './command-line.ts';
import { configurationPage } from './configuration.ts';
import { settingsSchema } from './settings-schema.ts';

/** Every file that is made from the code, by its path in the project. */
export async function referencePages(): Promise<Readonly<Record<string, string>>> {
  return {
    'docs/cli.md': commandLinePage(await createProgram(() => true)),
    'docs/configuration.md': configurationPage(),
    'docs/settings.schema.json': settingsSchema(),
  };
}
