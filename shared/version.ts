import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The version of this project, such as `0.1.0`: that of the nearest `package.json` above this file. */
export function version(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) folder = path.dirname(folder);
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).version;
}
