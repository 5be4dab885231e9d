import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Architecture, Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { type ICommandHooks, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';
import { BUNDLING } from './bundling.ts';

/** A function of the pipeline, by the room its code is of. */
export type FunctionName = 'ingest' | 'api';

interface Source {
  /** The path of the handler's source. */
  readonly entry: string;
  /** A program that writes what the function reads beside its own file, and that file's name. */
  readonly written?: { readonly by: string; readonly file: string };
}

const ROOT = join(import.meta.dirname, '..');
const SOURCES: Readonly<Record<FunctionName, Source>> = {
  ingest: { entry: join(ROOT, 'lambda/ingest/handler.ts') },
  api: {
    entry: join(ROOT, 'lambda/api/handler.ts'),
    written: { by: join(ROOT, 'web/bundle/write-page.ts'), file: 'page.json' },
  },
};

/** The functions as they were bundled at release, a folder for each; there is one in the package only. */
const BUILT = join(ROOT, 'functions');

/** Where and how the code runs. */
const RUNS_ON = { runtime: Runtime.NODEJS_24_X, architecture: Architecture.ARM_64 };

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
  if (existsSync(BUILT)) {
    const code = Code.fromAsset(join(BUILT, name));
    return new LambdaFunction(scope, id, { ...props, ...RUNS_ON, code, handler: 'index.handler' });
  }
  const { entry, written } = SOURCES[name];
  return new NodejsFunction(scope, id, {
    ...props,
    ...RUNS_ON,
    entry,
    bundling: { ...BUNDLING, ...(written !== undefined && { commandHooks: afterwards(written) }) },
  });
}

function afterwards({ by, file }: { by: string; file: string }): ICommandHooks {
  return {
    beforeBundling: () => [],
    beforeInstall: () => [],
    afterBundling: (_inputDir, outputDir) => [`"${process.execPath}" "${by}" "${join(outputDir, file)}"`],
  };
}
