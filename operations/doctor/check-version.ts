import { version } from '../../shared/version.ts';
import type { AwsCheck } from './at-aws.ts';
import { type Check, ok } from './check.ts';

/** Whether the command line and the stack are of one version. */
export const versionCheck: AwsCheck = {
  name: 'version',
  async look({ outputs, cures }) {
    return [checkVersion(outputs.version, version(), cures.deploy)];
  },
};

/** @param ofStack undefined where it does not say @param deploy how it gets the version of the command line */
export function checkVersion(ofStack: string | undefined, ofCommand: string, deploy: string): Check {
  const name = 'version';
  if (ofStack === ofCommand) return ok(name, `the stack and this command line are ${ofCommand}`);
  const cure =
    ofStack === undefined
      ? deploy
      : `${deploy}; or use the stack's: npx --package=voice-insights-sink@${ofStack} voice-insights`;
  return {
    name,
    state: 'news',
    says: `the stack is ${ofStack ?? 'of before 0.1.0'}, this command line ${ofCommand}`,
    cure,
  };
}
