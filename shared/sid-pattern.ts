/** What follows on the two letters of a SID, in a regular expression. https://www.twilio.com/docs/glossary/what-is-a-sid */
export const SID_DIGITS = '[0-9a-f]{32}';

/** The letters of what is no call: account, API key, number, conference, messages, recording, sink, subscription. */
export const OTHER_SIDS: readonly string[] = ['AC', 'SK', 'PN', 'CF', 'SM', 'MM', 'RE', 'DG', 'DF'];
