import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App, type CfnResource, Stack } from 'aws-cdk-lib';
import { type FunctionName, functionWithCode } from '../infra/function-code.ts';

const NAMES: readonly FunctionName[] = ['ingest', 'api'];

/**
 * Puts the code of each function into a folder of its name: the very files that a deploy from a clone would upload,
 * since the same code makes them.
 */
export function buildFunctions(folder: string): void {
  const outdir = mkdtempSync(path.join(tmpdir(), 'voice-insights-sink-functions-'));
  try {
    const app = new App({
      outdir,
      context: { 'aws:cdk:enable-asset-metadata': true },
      // Nobody deploys these templates.
      builtinCloudFormationValidation: false,
    });
    const stacks = NAMES.map((name) => {
      const stack = new Stack(app, name);
      return { name, code: functionWithCode(stack, 'Function', name, {}).node.defaultChild as CfnResource };
    });
    app.synth();
    for (const { name, code } of stacks) {
      cpSync(path.join(outdir, code.cfnOptions.metadata?.['aws:asset:path']), path.join(folder, name), {
        recursive: true,
      });
    }
  } finally {
    rmSync(outdir, { recursive: true });
  }
}
