import { type CfnOutput, Lazy, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A sink among those of its stack. */
interface NamedSink {
  readonly sink: Construct;
  /** Undefined where it is only needed if there are others. */
  readonly prefix?: string;
  readonly outputs: readonly CfnOutput[];
}

const SINKS = new WeakMap<Stack, NamedSink[]>();

/** A prefix of outputs: their names are letters and digits. */
export const OUTPUT_PREFIX = /^[A-Za-z\d]{1,64}$/;

/**
 * What the sink's own metrics are counted under and `--stack` of the command line takes: the stack's name, and behind a
 * slash its prefix, where it has one. Known when the app is synthesised.
 */
export function sinkName(sink: Construct): string {
  const stack = Stack.of(sink);
  return Lazy.string({
    produce: () => {
      const named = SINKS.get(stack) ?? [];
      const prefix = prefixOf(named.find((one) => one.sink === sink) ?? { sink, outputs: [] }, named);
      return prefix === '' ? stack.stackName : `${stack.stackName}/${prefix}`;
    },
  });
}

/**
 * Gives the outputs of a sink their names, which are ids in the template: as they are where the stack has one sink, with
 * its prefix where it has several or somebody wants one. The names of the others follow.
 */
export function nameOutputs(added: NamedSink): void {
  const stack = Stack.of(added.sink);
  const sinks = [...(SINKS.get(stack) ?? []), added];
  SINKS.set(stack, sinks);
  for (const sink of sinks) {
    for (const output of sink.outputs) output.overrideLogicalId(`${prefixOf(sink, sinks)}${output.node.id}`);
  }
}

function prefixOf({ sink, prefix }: NamedSink, all: readonly NamedSink[]): string {
  return prefix ?? (all.length > 1 ? placeInStack(sink) : '');
}

/** The ids on the way to it from its stack, in letters and digits; empty for the one that is called `Default`. */
export function placeInStack(sink: Construct): string {
  const depth = Stack.of(sink).node.scopes.length;
  const ids = sink.node.scopes.slice(depth).map(({ node }) => node.id);
  return ids.map((id) => (id === 'Default' ? '' : id.replace(/[^A-Za-z\d]/g, ''))).join('');
}
