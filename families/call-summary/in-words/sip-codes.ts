/** What is known of a SIP response: its name, and what it says of a call in plain words. */
export interface SipCodeInWords {
  code: number;
  /** As IANA has it; undefined for a code that is in no registry. */
  name?: string;
  /** A sentence without its full stop. */
  meaning: string;
}

/**
 * The last SIP response of a call in words; undefined for a number that is no SIP response. A code that nobody registered
 * is told by its class.
 * Sources: https://www.iana.org/assignments/sip-parameters and https://www.rfc-editor.org/rfc/rfc3261#section-21
 */
export function sipCodeInWords(code: number): SipCodeInWords | undefined {
  if (!Number.isInteger(code) || code < 100 || code > 699) return undefined;
  const [name, meaning] = CODES.get(code) ?? [];
  return {
    code,
    ...(name !== undefined && { name }),
    meaning: meaning ?? CLASSES[Math.floor(code / 100) - 1] ?? '',
  };
}

/** `486 (Busy Here)`, `499` */
export function sipCodeText({ code, name }: SipCodeInWords): string {
  return name === undefined ? `${code}` : `${code} (${name})`;
}

const CLASSES = [
  'the call was being set up',
  'the call was answered',
  'the call was sent on to another address',
  'the request for the call was refused',
  'a server on the way failed',
  'the call was refused everywhere',
];

const IDENTITY = 'the signature of the caller id (STIR/SHAKEN) was not accepted';
const CREDENTIALS = 'the far end asks for a user name and password, or did not accept them';
const UNSUPPORTED = 'the far end does not support this kind of request';
const NUMBER = 'the number or address dialled is not complete, or not written as it should be';

const CODES: ReadonlyMap<number, readonly [name: string, meaning?: string]> = new Map([
  [100, ['Trying']],
  [180, ['Ringing', 'the far end was ringing']],
  [181, ['Call Is Being Forwarded']],
  [182, ['Queued', 'the call was waiting in a queue of the far end']],
  [183, ['Session Progress']],
  [199, ['Early Dialog Terminated']],
  [200, ['OK']],
  [202, ['Accepted']],
  [204, ['No Notification']],
  [300, ['Multiple Choices']],
  [301, ['Moved Permanently']],
  [302, ['Moved Temporarily']],
  [305, ['Use Proxy']],
  [380, ['Alternative Service']],
  [400, ['Bad Request', 'the far end could not understand the request']],
  [401, ['Unauthorized', CREDENTIALS]],
  [402, ['Payment Required', 'the far end wants to be paid first']],
  [403, ['Forbidden', 'the far end does not allow this call']],
  [404, ['Not Found', 'the number or address dialled does not exist there']],
  [405, ['Method Not Allowed', UNSUPPORTED]],
  [406, ['Not Acceptable', UNSUPPORTED]],
  [407, ['Proxy Authentication Required', CREDENTIALS]],
  [408, ['Request Timeout', 'the far end did not answer in time']],
  [410, ['Gone', 'the number or address dialled is no longer in use']],
  [412, ['Conditional Request Failed']],
  [413, ['Request Entity Too Large']],
  [414, ['Request-URI Too Long', NUMBER]],
  [415, ['Unsupported Media Type', UNSUPPORTED]],
  [416, ['Unsupported URI Scheme', NUMBER]],
  [417, ['Unknown Resource-Priority']],
  [420, ['Bad Extension', UNSUPPORTED]],
  [421, ['Extension Required', UNSUPPORTED]],
  [422, ['Session Interval Too Small', 'the two sides did not agree on a session timer']],
  [423, ['Interval Too Brief']],
  [424, ['Bad Location Information']],
  [425, ['Bad Alert Message']],
  [428, ['Use Identity Header', IDENTITY]],
  [429, ['Provide Referrer Identity']],
  [430, ['Flow Failed', 'the connection to the far end is gone']],
  [433, ['Anonymity Disallowed', 'the far end takes no call without a caller id']],
  [436, ['Bad Identity Info', IDENTITY]],
  [437, ['Unsupported Credential', IDENTITY]],
  [438, ['Invalid Identity Header', IDENTITY]],
  [439, ['First Hop Lacks Outbound Support']],
  [440, ['Max-Breadth Exceeded']],
  [469, ['Bad INFO Package']],
  [470, ['Consent Needed']],
  [480, ['Temporarily Unavailable', 'the far end cannot be reached now, or did not pick up']],
  [481, ['Call/Transaction Does Not Exist', 'one side no longer knew of the call']],
  [482, ['Loop Detected', 'the call came back to a server that it had passed']],
  [483, ['Too Many Hops', 'the call was sent on too often']],
  [484, ['Address Incomplete', NUMBER]],
  [485, ['Ambiguous', NUMBER]],
  [486, ['Busy Here', 'the far end is busy']],
  [487, ['Request Terminated', 'the call was ended before it was answered']],
  [488, ['Not Acceptable Here', 'the two sides did not agree on codecs or encryption']],
  [489, ['Bad Event']],
  [491, ['Request Pending']],
  [493, ['Undecipherable']],
  [494, ['Security Agreement Required', 'the far end asks for another encryption']],
  [500, ['Server Internal Error', 'a server of the far end failed']],
  [501, ['Not Implemented', UNSUPPORTED]],
  [502, ['Bad Gateway', 'a server on the way got no usable answer from the next one']],
  [503, ['Service Unavailable', 'a carrier or PBX on the way is overloaded, down, or has no route']],
  [504, ['Server Time-out', 'a server on the way got no answer from the next one in time']],
  [505, ['Version Not Supported', UNSUPPORTED]],
  [513, ['Message Too Large']],
  [555, ['Push Notification Service Not Supported']],
  [580, ['Precondition Failure', 'the two sides did not agree on the media']],
  [600, ['Busy Everywhere', 'all devices that were called are busy, or rejected it']],
  [603, ['Decline', 'the person called, or a filter of the carrier, declined the call']],
  [604, ['Does Not Exist Anywhere', 'the number or address dialled does not exist']],
  [606, ['Not Acceptable', 'the two sides did not agree on codecs or encryption']],
  [607, ['Unwanted', 'the person called does not want calls from this number']],
  [608, ['Rejected', 'a filter of the carrier rejected the call']],
]);
