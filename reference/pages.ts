import { createProgram } from '../cli/program.ts';
import { archiveTablesPage } from './archive-tables.ts';
import { commandLinePage } from './command-line.ts';
import { configurationPage } from './configuration.ts';
import { questionsPage } from './questions.ts';
import { settingsSchema } from './settings-schema.ts';

/** Every file that is made from the code, by its path in the project. */
export async function referencePages(): Promise<Readonly<Record<string, string>>> {
  return {
    'docs/archive-tables.md': archiveTablesPage(),
    'docs/cli.md': commandLinePage(await createProgram(() => true)),
    'docs/configuration.md': configurationPage(),
    'docs/questions.md': questionsPage(),
    'docs/settings.schema.json': settingsSchema(),
  };
}
