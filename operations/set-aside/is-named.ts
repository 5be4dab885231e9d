import { OTHER_SIDS } from '../../shared/sid-pattern.ts';
import type { Naming } from './named-calls.ts';

/** True or false, or why that cannot be told. */
export type IsNamed = boolean | { problem: string };

const NOT_AS_A_CALL = 'text that holds the SID, perhaps as something else';

/** A call's SID, or one that begins as they do, in a regular expression. */
export const LIKE_A_CALL_SID = 'CA[0-9A-Za-z]{6,}';
const A_CALL_SID = new RegExp(`^${LIKE_A_CALL_SID}$`);
/** SIDs of other things, and ids of events: an account's stands in every event. */
const OF_OTHER_THINGS = new RegExp(`^(${[...OTHER_SIDS, 'EZ'].join('|')})[0-9a-f]{6}`, 'i');

/**
 * Whether the call is named. A SID that looks like one is searched in all of the text, so that what only refers to the
 * call is found as well. Any other SID, such as `1`, may stand in a text by chance: it counts as the value of a
 * `call_sid`.
 */
export function isNamed(callSid: string, { calls, texts, loose, problem }: Naming): IsNamed {
  if (calls.has(callSid)) return true;
  if (isDistinctive(callSid)) {
    if (texts.some((text) => hasWord(text, callSid))) return true;
  } else if (loose.some((text) => hasWord(text, callSid))) return { problem: problem ?? NOT_AS_A_CALL };
  return problem === undefined ? false : { problem };
}

/** Whether a text that holds it means the call: `CA…`, and what is as long and as strange, but no SID of other things. */
function isDistinctive(callSid: string): boolean {
  if (!/^[\w-]+$/.test(callSid) || !/\d/.test(callSid)) return false;
  if (A_CALL_SID.test(callSid)) return true;
  const digits = callSid.match(/\d/g)?.length ?? 0;
  const isLong = callSid.length >= 20 && digits >= 8 && /[A-Za-z]/.test(callSid);
  return isLong && !OF_OTHER_THINGS.test(callSid);
}

/** A SID may be the start of a longer one. What stands before it may be anything, such as the end of an escape. */
function hasWord(text: string, word: string): boolean {
  const isPartOfWord = (character: string | undefined) => character !== undefined && /[0-9A-Za-z]/.test(character);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const isShort = word.length < 8 && isPartOfWord(word[0]) && isPartOfWord(text[at - 1]);
    if (!isShort && !(isPartOfWord(word.at(-1)) && isPartOfWord(text[at + word.length]))) return true;
  }
  return false;
}
