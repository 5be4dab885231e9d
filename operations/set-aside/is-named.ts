import { OTHER_SIDS } from '../../shared/sid-pattern.ts';
import type { Naming } from './named-calls.ts';

/** True or false, or why that cannot be told. */
export type IsNamed = boolean | { problem: string };

const NOT_AS_A_SID = 'text that holds the SID, perhaps as something else';
const NOT_AS_A_PARTY = 'text that holds the number, perhaps as something else';

/** An E.164 number, or an address with its scheme. */
const LIKE_A_PARTY = /^(\+\d{7,}|(client|sips?|whatsapp):.+)$/i;

/** A call's SID, or one that begins as they do, in a regular expression. */
export const LIKE_A_CALL_SID = 'CA[0-9A-Za-z]{6,}';
const A_CALL_SID = new RegExp(`^${LIKE_A_CALL_SID}$`);
/** SIDs of other things, and ids of events: an account's stands in every event. */
const OF_OTHER_THINGS = new RegExp(`^(${[...OTHER_SIDS, 'EZ'].join('|')})[0-9a-f]{6}`, 'i');

/** Calls, and the numbers, clients and SIP addresses, that something may name. */
export interface Meant {
  callSids: ReadonlySet<string>;
  parties: ReadonlySet<string>;
  conferenceSids?: ReadonlySet<string>;
}

/** Whether something names any of them. */
export function namesAnyOf({ callSids, parties, conferenceSids = new Set() }: Meant): (naming: Naming) => IsNamed {
  // Of those the text is read once, however many they are.
  const usual = new Set([...callSids].filter((callSid) => A_CALL_SID.test(callSid) && isDistinctive(callSid)));
  const others = [...callSids].filter((callSid) => !usual.has(callSid));
  return (naming) => {
    if ([...naming.calls].some((callSid) => callSids.has(callSid))) return true;
    if (usual.size > 0 && naming.texts.some((text) => hasCallOf(text, usual))) return true;
    const each = [
      ...others.map((callSid) => isNamed(callSid, naming)),
      ...[...parties].map((party) => isPartyNamed(party, naming)),
      ...[...conferenceSids].map((conferenceSid) => isConferenceNamed(conferenceSid, naming)),
    ];
    const unknown = each.find((named) => typeof named === 'object');
    if (each.includes(true)) return true;
    return unknown ?? (naming.problem === undefined ? false : { problem: naming.problem });
  };
}

/** As `isNamed` of a call: a SID that looks like one is searched in all of the text. */
function isConferenceNamed(conferenceSid: string, { conferences, texts, loose, problem }: Naming): IsNamed {
  if (conferences.has(conferenceSid)) return true;
  if (/^CF[0-9a-f]{6,}$/i.test(conferenceSid)) {
    if (texts.some((text) => hasWord(text, conferenceSid))) return true;
  } else if (loose.some((text) => hasWord(text, conferenceSid))) return { problem: problem ?? NOT_AS_A_SID };
  return problem === undefined ? false : { problem };
}

/** As `hasWord` of each of them. */
function hasCallOf(text: string, callSids: ReadonlySet<string>): boolean {
  for (const [word] of text.matchAll(/CA[0-9A-Za-z]{6,}/g)) {
    for (let at = 0; at !== -1; at = word.indexOf('CA', at + 1)) if (callSids.has(word.slice(at))) return true;
  }
  return false;
}

/**
 * Whether a number, client or SIP address is named. One that looks like it is searched in all of the text; any other,
 * such as `911`, counts as the value of a member that says who took part.
 */
function isPartyNamed(party: string, { parties, texts, loose, problem }: Naming): IsNamed {
  // A number as JSON has no plus.
  if (parties.has(party) || (/^\+\d+$/.test(party) && parties.has(party.slice(1)))) return true;
  if (LIKE_A_PARTY.test(party)) {
    if (texts.some((text) => hasParty(text, party))) return true;
  } else if (loose.some((text) => hasParty(text, party))) return { problem: problem ?? NOT_AS_A_PARTY };
  return problem === undefined ? false : { problem };
}

/** A name goes on with `.` or `@` as well, a number does not: it stands in SIP addresses. */
function hasParty(text: string, party: string): boolean {
  const goesOn = /^\+?\d+$/.test(party) ? /[0-9A-Za-z]/y : /\w|[-.@+%]\w/y;
  for (let at = text.indexOf(party); at !== -1; at = text.indexOf(party, at + 1)) {
    goesOn.lastIndex = at + party.length;
    const isPartOfWord = /^\w/.test(party) && /\w/.test(text[at - 1] ?? '');
    if (!isPartOfWord && !goesOn.test(text)) return true;
  }
  return false;
}

/**
 * Whether the call is named. A SID that looks like one is searched in all of the text, so that what only refers to the
 * call is found as well. Any other SID, such as `1`, may stand in a text by chance: it counts as the value of a
 * `call_sid`.
 */
export function isNamed(callSid: string, { calls, texts, loose, problem }: Naming): IsNamed {
  if (calls.has(callSid)) return true;
  if (isDistinctive(callSid)) {
    if (texts.some((text) => hasWord(text, callSid))) return true;
  } else if (loose.some((text) => hasWord(text, callSid))) return { problem: problem ?? NOT_AS_A_SID };
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
