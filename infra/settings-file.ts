import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { StackConfig } from './config.ts';

/** The name of the file that holds the settings, in the folder of the deploy, where no other is named. */
const SETTINGS_FILE = 'settings.json';

/** The value of CDK's context that names another file. */
export const NAMES_FILE = 'settings';

/** CDK's own files, whose context holds settings too: the first that has one wins. */
const CDK_FILES = [
  { name: 'cdk.json', isContext: false },
  { name: 'cdk.context.json', isContext: true },
  { name: '~/.cdk.json', isContext: false },
] as const;

/** For editors; it is no setting. */
const EDITOR_KEY = '$schema';

type Context = Readonly<Record<string, unknown>>;

/** Where files are: the folder that the deploy was started in, and the home folder of the person who did. */
interface Places {
  readonly folder: string;
  readonly home: string;
}

/**
 * The settings that stand in a file: `settings.json`, or the one that `-c settings=FILE` names. None where there is no
 * `settings.json`.
 * @param context CDK's context, which has the settings of the command line and of CDK's own files
 * @throws Error with one line for each thing that is wrong, which begins with the name of the file
 */
export function settingsInFile(places: Places, context: Context): Context {
  const named = context[NAMES_FILE];
  if (named === '')
    throw new Error(`${NAMES_FILE}: expected the name of a file, such as -c ${NAMES_FILE}=staging.json`);
  const name = String(named ?? SETTINGS_FILE);
  const file = path.resolve(places.folder, name);
  if (named === undefined && !existsSync(file)) return {};
  const { [EDITOR_KEY]: _, ...settings } = objectIn(file, name);
  const known = Object.keys(StackConfig.shape);
  const ofCdk = CDK_FILES.map((cdkFile) => ({ name: cdkFile.name, context: contextOf(cdkFile, places) }));
  const problems = Object.keys(settings).flatMap((setting) => {
    if (!known.includes(setting)) return `${setting}: there is no such setting; there are ${known.join(', ')}`;
    const winner = ofCdk.find((one) => Object.hasOwn(one.context, setting));
    // It would win, and a change of the file would do nothing; another value in force is the command line's.
    if (winner !== undefined && isDeepStrictEqual(winner.context[setting], context[setting]))
      return `${setting}: it is in ${winner.name} too; keep one of them`;
    return [];
  });
  if (problems.length > 0) throw new Error(problems.map((problem) => `${name}: ${problem}`).join('\n'));
  return settings;
}

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

function contextOf({ name, isContext }: (typeof CDK_FILES)[number], { folder, home }: Places): Context {
  const file = name.startsWith('~/') ? path.join(home, name.slice(2)) : path.join(folder, name);
  if (!existsSync(file)) return {};
  const content = objectIn(file, name);
  return isContext ? content : ((content.context ?? {}) as Context);
}
