import type { Listener } from '../page/alert-states.ts';

/** What SNS says against a message, by the name of its error. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const OF_TOPIC: readonly [RegExp, string][] = [
  [/Throttl/, 'SNS has too much to do'],
  [/^(Authorization|AccessDenied|KMS)/, 'its policy or its key does not allow that'],
  [/^NotFound/, 'it is not there any more'],
  [/Timeout|Abort/, 'SNS did not answer in time'],
];

/**
 * Why somebody was not told, as a sentence for every reader of the view: of what AWS says, which may name accounts and
 * resources, the log has all.
 */
export function whyNotTold(to: Listener, error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const why = to === 'webhook' ? message : OF_TOPIC.find(([names]) => names.test(name))?.[1];
  return `The ${to} was not told: ${why ?? 'it did not take the message. The log says why'}.`;
}
