import { isSameSink, type Sink, sinkDescription } from '../../twilio/sink.ts';
import { chooseSink, difference, type Found, isEarlier } from '../attach/plan.ts';
import type { Cures } from '../cures.ts';
import type { TwilioCheck } from './at-twilio.ts';
import { type Check, ok, wrong } from './check.ts';
import type { StackOutputs } from './check-stack.ts';

/** Whether Twilio writes to the stream. */
export const sinkCheck: TwilioCheck = {
  name: 'sink',
  look: async ({ sinks }) => (await sinks)?.checks ?? [],
};

/**
 * The stack's sink among all of the account's, and others that write to its stream, or did to an earlier one.
 * @returns also the SIDs of all of them
 */
export function checkSink(
  stack: string,
  found: Found,
  { streamArn, twilioRoleArn, twilioExternalId }: StackOutputs,
  { attach, detach }: Cures,
): { checks: Check[]; sink?: Sink; sids: string[] } {
  const name = 'sink';
  const wanted = { arn: streamArn, roleArn: twilioRoleArn, externalId: twilioExternalId };
  const made = { sink: wanted, description: sinkDescription(stack) };
  const ours = found.sinks.filter((one) => one.configuration.arn === streamArn || isEarlier(one, made));
  const right = chooseSink(made, found);
  const sink = right ?? ours.find(({ configuration }) => configuration.arn === streamArn);
  let check = wrong(name, 'Twilio has no sink for this stream', attach());
  if (right === undefined && sink !== undefined) {
    const says = `${sink.sid} has ${difference(sink.configuration, wanted)} than the stack expects`;
    check = wrong(name, says, `a sink cannot be changed: ${attach()} makes a new one, then ${detach(sink.sid)}`);
  } else if (right !== undefined && right.status !== 'active') {
    // A test event wakes one that waits for it, not one that failed.
    const cure = right.status === 'failed' ? `${detach(right.sid)}, then ${attach()}` : attach();
    check = wrong(name, `${right.sid} is ${right.status}, not active`, cure);
  } else if (right !== undefined) {
    check = ok(name, `${right.sid} is active`);
  }
  const news = ours.flatMap(({ sid, configuration }): Check[] => {
    if (sid === sink?.sid) return [];
    const what = isSameSink(configuration, wanted) ? 'is equal to it' : `has ${difference(configuration, wanted)}`;
    const where = configuration.arn === streamArn ? 'writes to the same stream' : 'is of this stack too';
    const says = `${sid} ${where} and ${what}`;
    return [{ name: 'other sink', state: 'news', says, cure: `if it is not needed: ${detach(sid)}` }];
  });
  return { checks: [check, ...news], ...(sink !== undefined && { sink }), sids: ours.map(({ sid }) => sid) };
}
