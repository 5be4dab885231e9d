import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { StackConfig } from './config.ts';

/** The name of the file that holds the settings, in the folder of the deploy, where no other is named. */
export const SETTINGS_FILE = 'settings.json';

/** The value of CDK's context that names another file. */
export const NAMES_FILE = 'settings';

/** CDK's own file, whose context holds settings too. */
const CDK_FILE = 'cdk.json';

/** For editors; it is no setting. */
const EDITOR_KEY = '$schema';

type Context = Readonly<Record<string, unknown>>;

/**
 * The settings that stand in a file: `settings.json`, or the one that `-c settings=FILE` names. None where there is no
 * `settings.json`.
 * @param folder where the deploy was started
 * @param context CDK's context, which has the settings of the command line and of `cdk.json`
 * @throws Error with one line for each thing that is wrong, which begins with the name of the file
 */
export function settingsInFile(folder: string, context: Context): Context {
  const named = context[NAMES_FILE];
  const name = String(named ?? SETTINGS_FILE);
  const file = path.resolve(folder, name);
  if (named === undefined && !existsSync(file)) return {};
  const { [EDITOR_KEY]: _, ...settings } = objectIn(file, name);
  const known = Object.keys(StackConfig.shape);
  const alsoInCdk = contextOf(path.join(folder, CDK_FILE));
  const problems = Object.keys(settings).flatMap((setting) => {
    if (!known.includes(setting))
      return [`there is no such setting; there are ${known.join(', ')}`].map(naming(setting));
    // It would win, and a change of the file would do nothing.
    if (Object.hasOwn(alsoInCdk, setting)) return [`it is in ${CDK_FILE} too; keep one of them`].map(naming(setting));
    return [];
  });
  if (problems.length > 0) throw new Error(problems.map((problem) => `${name}: ${problem}`).join('\n'));
  return settings;
}

const naming = (setting: string) => (problem: string) => `${setting}: ${problem}`;

function objectIn(file: string, name: string): Context {
  const parsed = parsedFile(file, name);
  if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Context;
  throw new Error(`${name}: expected an object of settings, such as {"retentionDays": 90}`);
}

function parsedFile(file: string, name: string): unknown {
  try {
    // Editors of Windows begin a file with a byte order mark.
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new Error(`${name}: no such file`);
    throw new Error(`${name}: ${code === undefined ? `it is not JSON: ${message}` : `it cannot be read (${code})`}`);
  }
}

function contextOf(file: string): Context {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).context ?? {}) : {};
}
