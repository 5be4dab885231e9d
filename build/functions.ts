import path from 'node:path';
import { FUNCTIONS } from '../infra/function-names.ts';
import { bundleFunction } from './bundle-function.ts';

/** Puts the code of each function into a folder of its name: what a deploy from a clone uploads. */
export async function buildFunctions(folder: string): Promise<void> {
  await Promise.all(FUNCTIONS.map((name) => bundleFunction(name, path.join(folder, name))));
}
