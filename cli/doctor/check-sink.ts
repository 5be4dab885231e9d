import { chooseSink, difference, type Found } from '../attach/plan.ts';
import { isSameSink, type Sink } from '../attach/sink.ts';
import type { Cures } from '../cures.ts';
import { type Check, ok, wrong } from './check.ts';
import type { StackOutputs } from './check-stack.ts';

/** The stack's sink among all of the account's, and others that write to its stream. */
export function checkSink(
  found: Found,
  { streamArn, twilioRoleArn, twilioExternalId }: StackOutputs,
  { attach, detach }: Cures,
): { checks: Check[]; sink?: Sink; others: Sink[] } {
  const name = 'sink';
  const wanted = { arn: streamArn, roleArn: twilioRoleArn, externalId: twilioExternalId };
  const ofStream = found.sinks.filter(({ configuration }) => configuration.arn === streamArn);
  const right = chooseSink({ sink: wanted }, found);
  const sink = right ?? ofStream[0];
  if (sink === undefined) return { checks: [wrong(name, 'Twilio has no sink for this stream', attach())], others: [] };
  const others = ofStream.filter(({ sid }) => sid !== sink.sid);
  let check = ok(name, `${sink.sid} is active`);
  if (right === undefined) {
    const says = `${sink.sid} has ${difference(sink.configuration, wanted)} than the stack expects`;
    check = wrong(name, says, `a sink cannot be changed: ${attach()} makes a new one, then ${detach(sink.sid)}`);
  } else if (right.status !== 'active') {
    // A test event wakes one that waits for it, not one that failed.
    const cure = right.status === 'failed' ? `${detach(right.sid)}, then ${attach()}` : attach();
    check = wrong(name, `${right.sid} is ${right.status}, not active`, cure);
  }
  const news = others.map(({ sid, configuration }): Check => {
    const what = isSameSink(configuration, wanted) ? 'is equal to it' : `has ${difference(configuration, wanted)}`;
    const says = `${sid} writes to the same stream and ${what}`;
    return { name: 'other sink', state: 'news', says, cure: `where it is not needed: ${detach(sid)}` };
  });
  return { checks: [check, ...news], sink, others };
}
