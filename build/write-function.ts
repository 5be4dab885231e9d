import { FUNCTIONS } from '../infra/function-names.ts';
import { bundleFunction } from './bundle-function.ts';

/** Bundles the function it is given into the folder it is given, for a deploy from a clone. */
const [name, folder] = process.argv.slice(2);
const known = FUNCTIONS.find((one) => one === name);
if (known === undefined || folder === undefined) throw new Error(`which of ${FUNCTIONS.join(', ')}, and where?`);
await bundleFunction(known, folder);
