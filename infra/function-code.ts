import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Architecture, Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { FunctionName } from './function-names.ts';

const ROOT = join(import.meta.dirname, '..');

/** The functions as they were bundled at release, a folder for each; there is one in the package only. */
const BUILT = join(ROOT, 'functions');

/** A program of a clone: `write-function.ts NAME FOLDER`. */
const BUNDLER = join(ROOT, 'build/write-function.ts');

/** Where and how the code runs. */
const RUNS_ON = { runtime: Runtime.NODEJS_24_X, architecture: Architecture.ARM_64, handler: 'index.handler' };

/**
 * A function with its code: in the package that of the release, in a clone bundled from source when the app is
 * synthesised. Nothing else knows where the code of a function is.
 * @param props what is no matter of the code
 */
export function functionWithCode(
  scope: Construct,
  id: string,
  name: FunctionName,
  props: Omit<FunctionProps, 'code' | 'handler' | 'runtime' | 'architecture'>,
): LambdaFunction {
  const code = existsSync(BUILT) ? Code.fromAsset(join(BUILT, name)) : bundled(name);
  return new LambdaFunction(scope, id, { ...props, ...RUNS_ON, code });
}

/** CDK bundles at once, and needs a program for that: in a process of its own it may wait. */
function bundled(name: FunctionName): Code {
  // CDK bundles a folder once, whatever is done with it: each function needs one of its own.
  return Code.fromAsset(join(ROOT, 'lambda', name), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // It is asked for where the local one gives up, which this never does.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle(folder) {
          execFileSync(process.execPath, [BUNDLER, name, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
          return true;
        },
      },
    },
  });
}
