const LENGTH = 34;
const PATTERN = /^CA[0-9A-Za-z]{1,62}$/;

/** What a call SID is to everything that looks one up; Twilio's own stream example has one of 33 characters. */
export function isCallSid(text: string): boolean {
  return PATTERN.test(text);
}

/** Real call SIDs are `CA` and 32 hexadecimal digits; one of another length is probably cut or glued. */
export function hasUsualLength(callSid: string): boolean {
  return callSid.length === LENGTH;
}
