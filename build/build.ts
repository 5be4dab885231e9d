import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { FUNCTIONS } from '../infra/function-names.ts';
import manifest from '../package.json' with { type: 'json' };
import { bundleFunction } from './bundle-function.ts';
import { writeCommonJs } from './common-js.ts';
import { keepDeclarationsOf } from './declarations.ts';

/** Makes `dist/` anew: all that the package has and a clone has not. */
const ROOT = path.join(import.meta.dirname, '..');
const DIST = path.join(ROOT, 'dist');

rmSync(DIST, { recursive: true, force: true });
execFileSync(path.join(ROOT, 'node_modules/.bin/tsc'), ['-p', import.meta.dirname], { stdio: 'inherit' });
keepDeclarationsOf(path.relative(DIST, path.join(ROOT, manifest.types)), DIST);
const { default: module, require: common } = manifest.exports['.'];
await writeCommonJs(path.join(ROOT, module), path.join(ROOT, common));
await Promise.all(FUNCTIONS.map((name) => bundleFunction(name, path.join(DIST, 'functions', name))));
