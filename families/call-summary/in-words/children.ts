import type { JsonObject } from '../../../shared/json.ts';
import { counted, known } from './in-text.ts';
import { outcomeOf } from './outcome.ts';
import { partyOf } from './party.ts';

/** A queue can ring dozens of agents. */
const MAX_TOLD = 4;

/**
 * The calls that a call made, each with its outcome, as a sentence; undefined where there are none. A caller's own call
 * is completed, also where the agent rejected it.
 */
export function childrenInWords(children: readonly JsonObject[]): string | undefined {
  if (children.length === 0) return undefined;
  const told = children.slice(0, MAX_TOLD).map((child) => {
    return [known(child.call_sid), childInWords(child)].filter((text) => text !== undefined).join(' ');
  });
  const rest = children.length - told.length;
  return `It made ${counted(children.length, 'call')}: ${[...told, ...(rest > 0 ? [`${rest} more`] : [])].join(', ')}.`;
}

/** `to client:alice (rejected)` */
export function childInWords(child: JsonObject): string {
  const callee = partyOf(child, 'to').address;
  return `${callee === undefined ? '' : `to ${callee} `}(${inSentence(outcomeOf(child).title)})`;
}

function inSentence(title: string): string {
  return title.charAt(0).toLowerCase() + title.slice(1);
}
