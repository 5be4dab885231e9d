/** A sink as `--stack` names it. */
export interface SinkInStack {
  /** The stack's name, or its ARN. */
  readonly stackName: string;
  /** What stands before the names of the sink's outputs; empty for the only sink of a stack. */
  readonly outputPrefix: string;
}

/** @param named `Telephony`, or `Telephony/Support` for the sink of that output prefix */
export function sinkInStack(named: string): SinkInStack {
  const slash = named.startsWith('arn:') ? -1 : named.indexOf('/');
  return slash === -1
    ? { stackName: named, outputPrefix: '' }
    : { stackName: named.slice(0, slash), outputPrefix: named.slice(slash + 1) };
}
