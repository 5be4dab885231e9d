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

/**
 * A difference is news. Only an older stack is to be deployed: over a newer one that is a downgrade.
 * @param ofStack undefined where it does not say @param deploy how it gets the version of the command line
 */
export function checkVersion(ofStack: string | undefined, ofCommand: string, deploy: string): Check {
  const name = 'version';
  if (ofStack === ofCommand) return ok(name, `the stack and this command line are ${ofCommand}`);
  const says = `the stack is ${ofStack ?? 'of before 0.1.0'}, this command line ${ofCommand}`;
  const cure = ofStack === undefined ? deploy : cureOf(ofStack, ofCommand, deploy);
  return { name, state: 'news', says, ...(cure !== undefined && { cure }) };
}

/** Undefined where nobody can tell which of the two is older. */
function cureOf(ofStack: string, ofCommand: string, deploy: string): string | undefined {
  const order = compared(ofStack, ofCommand);
  if (order === undefined || order === 0) return undefined;
  const use = `use its version: npx --package=voice-insights-sink@${ofStack} voice-insights …`;
  return order < 0 ? `${deploy}; or ${use}` : use;
}

/** Below 0 where the first is older; undefined where one is not of three numbers, such as `1.0.0-rc.1`. */
function compared(one: string, other: string): number | undefined {
  const [first, second] = [one, other].map(numbersOf);
  if (first === undefined || second === undefined) return undefined;
  return first.map((number, index) => number - (second[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}

function numbersOf(version: string): number[] | undefined {
  return /^\d+\.\d+\.\d+$/.test(version) ? version.split('.').map(Number) : undefined;
}
