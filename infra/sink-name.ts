import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** A prefix of outputs: their names are letters and digits. */
export const OUTPUT_PREFIX = /^[A-Za-z\d]{1,64}$/;

/** The prefixes of the sinks that a stack has so far. */
const PREFIXES = new WeakMap<Stack, Set<string>>();

/**
 * The prefix of a sink's outputs: the wanted one, else none for the first sink of a stack, else its place there. So a
 * sink keeps its names when another one is added behind it.
 * @throws Error if another sink of the stack has this prefix
 */
export function prefixOf(sink: Construct, wanted: string | undefined): string {
  const stack = Stack.of(sink);
  const taken = PREFIXES.get(stack) ?? new Set();
  const prefix = wanted ?? (taken.size === 0 ? '' : placeInStack(sink));
  if (taken.has(prefix)) {
    throw new Error(
      `outputPrefix: expected a prefix that no other sink of the stack has; it is ${JSON.stringify(prefix)}`,
    );
  }
  PREFIXES.set(stack, taken.add(prefix));
  return prefix;
}

/**
 * What the sink's own metrics are counted under and `--stack` of the command line takes: the stack's name, and behind a
 * slash its prefix, where it has one.
 */
export function sinkName(sink: Construct, prefix: string): string {
  const { stackName } = Stack.of(sink);
  return prefix === '' ? stackName : `${stackName}/${prefix}`;
}

/** The ids on the way to it from its stack, in letters and digits; empty for the one that is called `Default`. */
export function placeInStack(sink: Construct): string {
  const depth = Stack.of(sink).node.scopes.length;
  const ids = sink.node.scopes.slice(depth).map(({ node }) => node.id);
  return ids.map((id) => (id === 'Default' ? '' : id.replace(/[^A-Za-z\d]/g, ''))).join('');
}
