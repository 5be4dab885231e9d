import type { Explained } from '../../shared/trouble.ts';

/** A sink as `--stack` names it. */
export interface SinkInStack {
  /** The stack's name, or its ARN. */
  readonly stackName: string;
  /** What stands before the names of the sink's outputs; empty for the first sink of a stack. */
  readonly outputPrefix: string;
}

/** @param named `Telephony`, or `Telephony/Support` for the sink of that output prefix */
export function sinkInStack(named: string): SinkInStack {
  const slash = named.startsWith('arn:') ? -1 : named.indexOf('/');
  return slash === -1
    ? { stackName: named, outputPrefix: '' }
    : { stackName: named.slice(0, slash), outputPrefix: named.slice(slash + 1) };
}

/**
 * What to tell of a sink that a stack does not have, while it has others; undefined where it has that one, or none.
 * @param named as `--stack` named it
 * @param sinks all of the stack, as `--stack` names them
 */
export function otherSinks(
  named: string,
  { stackName, sinks }: { stackName: string; sinks: readonly string[] },
): Explained | undefined {
  const { outputPrefix } = sinkInStack(named);
  const [first, ...others] = sinks;
  if (first === undefined || sinks.includes(nameOfSink(stackName, outputPrefix))) return undefined;
  const has = others.length === 0 ? `has no sink but ${first}` : 'has several sinks';
  const says = outputPrefix === '' ? `stack ${stackName} ${has}` : `stack ${stackName} has no sink ${outputPrefix}`;
  return { says, cure: `say ${sinks.map((sink) => `--stack ${sink}`).join(' or ')}` };
}

/** As `--stack` takes it: the opposite of `sinkInStack`. */
export function nameOfSink(stackName: string, outputPrefix: string): string {
  return outputPrefix === '' ? stackName : `${stackName}/${outputPrefix}`;
}
