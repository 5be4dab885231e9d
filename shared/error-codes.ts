/** What is known of a code: Twilio's title of it, what mostly causes it, and Twilio's page about it. */
export interface ErrorInWords {
  title: string;
  cause: string;
  url: string;
}

/**
 * A Voice error code in words, undefined for one that is not in the table: the code itself links to Twilio's page then.
 * Titles are Twilio's: of its package @twilio/voice-errors 1.8.0 and of https://www.twilio.com/docs/api/errors.
 */
export function errorCodeInWords(code: number): ErrorInWords | undefined {
  const entry = CODES.get(code);
  return entry && { ...entry, url: errorCodeUrl(code) };
}

/** Codes that begin with these digits, or whose title or cause has all these words; the codes of the title first. */
export function errorCodesLike(text: string): number[] {
  if (/^\d+$/.test(text)) return [...CODES.keys()].filter((code) => String(code).startsWith(text));
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hasAll = (said: string) => words.every((word) => said.toLowerCase().includes(word));
  const inTitle = [...CODES].filter(([, { title }]) => hasAll(title));
  const inCause = [...CODES].filter(([, { title, cause }]) => !hasAll(title) && hasAll(cause));
  return [...inTitle, ...inCause].map(([code]) => code);
}

/** Twilio's page about a code. */
export function errorCodeUrl(code: number): string {
  return `https://www.twilio.com/docs/api/errors/${code}`;
}

const BAD_TOKEN = 'The access token that the app gave the SDK was made wrong: check the account, API key and secret.';
const WEBRTC = 'The browser or device has no WebRTC that Twilio supports, or not enough memory left for the call.';

type ErrorEntry = Omit<ErrorInWords, 'url'>;

const CODES: ReadonlyMap<number, ErrorEntry> = new Map([
  // <Dial>
  [
    13214,
    {
      title: 'The provided caller identifier is invalid.',
      cause:
        'The caller id is neither a number of the account nor a verified one; a call from a client needs one that is.',
    },
  ],
  [
    13223,
    {
      title: 'Dial: Invalid phone number format',
      cause: 'The number dialled is not in E.164 format, such as +15551234567.',
    },
  ],
  [
    13224,
    {
      title: 'Dial: Twilio does not support calling this number or the number is invalid',
      cause: 'The number is not in E.164 format or does not exist, or no carrier could deliver the call.',
    },
  ],
  [13226, { title: 'Dial: Invalid country code', cause: 'The country code of the number dialled is unknown.' }],

  // Access tokens
  [20101, { title: 'Invalid access token', cause: BAD_TOKEN }],
  [20102, { title: 'Invalid access token header', cause: BAD_TOKEN }],
  [
    20103,
    {
      title: 'Invalid access token issuer/subject',
      cause: 'The account or API key named in the access token is not valid.',
    },
  ],
  [
    20104,
    {
      title: 'Access token expired or expiration date invalid',
      cause: 'The app did not renew its token in time, or the clock of the server that made it is wrong.',
    },
  ],
  [20105, { title: 'Access token not yet valid', cause: 'The clock of the server that made the token is ahead.' }],
  [
    20106,
    { title: 'Invalid access token grants', cause: 'The token has no Voice grant, or one that does not allow this.' },
  ],
  [
    20107,
    {
      title: 'Invalid access token signature',
      cause: 'The token was signed with another secret than that of its API key.',
    },
  ],
  [20151, { title: 'Authentication Failed', cause: 'Twilio did not accept the access token.' }],
  [
    20157,
    {
      title: 'Expiration Time Exceeds Maximum Time Allowed',
      cause: 'The access token was made to live longer than 24 hours.',
    },
  ],
  [20403, { title: '403 Forbidden', cause: 'The account may not use the API: mostly it is suspended or closed.' }],
  [
    21218,
    { title: 'Invalid ApplicationSid', cause: 'The TwiML application was deleted or belongs to another account.' },
  ],

  // Voice SDK
  [
    31000,
    { title: 'Unknown Error', cause: 'A general error of the SDK; its message and the Twilio Debugger may say more.' },
  ],
  [
    31001,
    { title: 'Application Not Found', cause: 'The TwiML application that the access token names does not exist.' },
  ],
  [31002, { title: 'Connection Declined', cause: 'Twilio declined the call; the Twilio Debugger has the reason.' }],
  [31003, { title: 'Connection Timeout', cause: "The caller's network blocks the way to Twilio, or is too slow." }],
  [
    31005,
    {
      title: 'Connection error',
      cause:
        'The WebSocket to Twilio was closed: the network was lost, or the call ended with an error at Twilio (HANGUP).',
    },
  ],
  [
    31008,
    {
      title: 'Call cancelled',
      cause: 'The caller gave up, or another device of the same identity answered or rejected the call.',
    },
  ],
  [31009, { title: 'Transport error', cause: 'The SDK had no connection to Twilio when it had something to send.' }],
  [
    31100,
    {
      title: 'The request had malformed syntax.',
      cause: 'The content or type of a message that the app sent was not valid.',
    },
  ],
  [
    31101,
    { title: 'Missing parameter array in request', cause: 'The app and its SDK sent a request that is not complete.' },
  ],
  [31102, { title: 'Authorization token missing in request.', cause: 'The app connected without an access token.' }],
  [
    31103,
    { title: 'Maximum parameter length has been exceeded.', cause: 'The custom parameters of the call are too long.' },
  ],
  [31104, { title: 'Invalid bridge token', cause: 'The incoming call that was to be answered is no longer valid.' }],
  [
    31105,
    { title: 'Invalid client name', cause: 'The identity in the access token has characters that are not allowed.' },
  ],
  [
    31107,
    {
      title: 'The reconnect parameter is invalid',
      cause: 'The SDK tried to get back to a call that Twilio does not know.',
    },
  ],
  [31201, { title: 'Authorization error', cause: 'Twilio does not allow what was asked for with this access token.' }],
  [
    31202,
    {
      title: 'Signature validation failed.',
      cause: 'The access token has a wrong account, API key or API key secret.',
    },
  ],
  [31203, { title: 'No valid account', cause: 'The account of the access token does not exist or is not active.' }],
  [31204, { title: 'Invalid JWT token', cause: BAD_TOKEN }],
  [31205, { title: 'JWT token expired', cause: 'The app did not renew its access token in time.' }],
  [31206, { title: 'Rate exceeded authorized limit.', cause: 'The app sent messages faster than Twilio allows.' }],
  [
    31207,
    { title: 'JWT token expiration too long', cause: 'The access token was made to live longer than Twilio allows.' },
  ],
  [
    31209,
    {
      title: 'Reconnect attempt is not authorized.',
      cause: 'The SDK may not get back to this call with its access token.',
    },
  ],
  [
    31210,
    {
      title: 'Call Message Event Type is invalid.',
      cause: 'The app sent a call message of a type Twilio does not know.',
    },
  ],
  [
    31211,
    { title: 'Call is not in the expected state.', cause: 'The app sent a call message before the call was ringing.' },
  ],
  [
    31212,
    {
      title: 'Call Message Event Payload size exceeded authorized limit.',
      cause: 'The app sent a call message that is too large.',
    },
  ],
  [31301, { title: 'Registration error', cause: 'The device could not register for incoming calls.' }],
  [
    31302,
    {
      title: 'Unsupported Cancel Message Error',
      cause: 'The app was updated, but its user is registered as by the old SDK.',
    },
  ],
  [
    31401,
    {
      title: 'UserMedia Permission Denied Error',
      cause: 'The user, the browser or the operating system does not let the page use the microphone.',
    },
  ],
  [
    31402,
    {
      title: 'UserMedia Acquisition Failed Error',
      cause: 'The microphone is gone, in use by another app, or does not fit the constraints asked for.',
    },
  ],
  [31400, { title: 'Bad Request (HTTP/SIP)', cause: 'Twilio or the far end could not understand the request.' }],
  [
    31403,
    {
      title: 'Forbidden (HTTP/SIP)',
      cause: 'The far end understood the call and refuses it, or the account may not make it.',
    },
  ],
  [
    31404,
    {
      title: 'Not Found (HTTP/SIP)',
      cause: 'The number dialled does not exist, or the TwiML application has no Voice URL.',
    },
  ],
  [31408, { title: 'Request Timeout (HTTP/SIP)', cause: 'The far end did not answer in time.' }],
  [31409, { title: 'Conflict (HTTP)', cause: 'Another request about the same call was under way.' }],
  [
    31426,
    {
      title: 'Upgrade Required (HTTP)',
      cause: 'The device speaks a version of TLS that is too old: update its system or SDK.',
    },
  ],
  [31429, { title: 'Too Many Requests (HTTP)', cause: 'Too many requests were sent in a short time.' }],
  [31480, { title: 'Temporarily Unavailable (SIP)', cause: 'Whom was called cannot be reached now.' }],
  [31481, { title: 'Call/Transaction Does Not Exist (SIP)', cause: 'The call was over already.' }],
  [31484, { title: 'Address Incomplete (SIP)', cause: 'The number dialled is not written as it should be.' }],
  [31486, { title: 'Busy Here (SIP)', cause: 'Whom was called is busy.' }],
  [31487, { title: 'Request Terminated (SIP)', cause: 'The call was hung up or cancelled before it was answered.' }],
  [31500, { title: 'Internal Server Error (HTTP/SIP)', cause: 'A server on the way failed.' }],
  [31502, { title: 'Bad Gateway (HTTP/SIP)', cause: 'A server on the way got no usable answer from the next one.' }],
  [
    31503,
    {
      title: 'Service Unavailable (HTTP/SIP)',
      cause: 'A server on the way is overloaded, or the Voice URL cannot be reached.',
    },
  ],
  [
    31504,
    { title: 'Gateway Timeout (HTTP/SIP)', cause: 'A server on the way got no answer from the next one in time.' },
  ],
  [31530, { title: 'DNS Resolution Error (HTTP/SIP)', cause: 'The name of the server could not be found.' }],
  [31600, { title: 'Busy Everywhere (SIP)', cause: 'All devices that were called are busy.' }],
  [31603, { title: 'Decline (SIP)', cause: 'Whom was called declined the call.' }],
  [31604, { title: 'Does Not Exist Anywhere (SIP)', cause: 'The address that was called does not exist.' }],

  // SIP
  [
    32009,
    {
      title: 'The user you tried to dial is not registered with the corresponding SIP Domain',
      cause: 'The SIP device is not registered, or its user name is misspelt.',
    },
  ],
  [
    32011,
    {
      title: 'Error communicating with your SIP communications infrastructure',
      cause: 'The SIP endpoint did not answer, answered with an error, or a firewall is in the way.',
    },
  ],
  [51007, { title: 'Token authentication is rejected by authentication service', cause: BAD_TOKEN }],

  // Signaling and media
  [
    53000,
    { title: 'Signaling connection error', cause: "The connection to Twilio failed: mostly the caller's network." },
  ],
  [53001, { title: 'Signaling connection disconnected', cause: "The caller's device lost its Internet connection." }],
  [53400, { title: 'Client is unable to create or apply a local media description', cause: WEBRTC }],
  [53401, { title: 'Server is unable to create or apply a local media description', cause: 'An error at Twilio.' }],
  [53402, { title: 'Client is unable to apply a remote media description', cause: WEBRTC }],
  [53403, { title: 'Server is unable to apply a remote media description', cause: WEBRTC }],
  [53404, { title: 'No supported codec', cause: 'The browser or device has no codec that Twilio supports.' }],
  [
    53405,
    {
      title: 'Media connection failed',
      cause:
        'No audio came through: mostly a firewall that blocks UDP to Twilio, or a network that was lost or changed.',
    },
  ],
  [
    53407,
    {
      title: 'The media connection failed due to DTLS handshake failure',
      cause: 'The network was lost during the handshake, or one side has an old DTLS or an invalid certificate.',
    },
  ],

  // Conversation Relay
  [
    64102,
    {
      title: 'ConversationRelay: Unable to Connect to Websocket URL',
      cause: 'The url of <ConversationRelay> is wrong, or no healthy WebSocket server answers there.',
    },
  ],
  [
    64105,
    {
      title: 'ConversationRelay: Websocket ended',
      cause: 'The WebSocket server closed the connection during the call: see its log.',
    },
  ],
  [
    64106,
    {
      title: 'ConversationRelay: Invalid argument',
      cause: 'The provider that was chosen does not support a parameter, such as the language or the voice.',
    },
  ],
  [
    64107,
    {
      title: 'ConversationRelay: Invalid Message Received',
      cause: 'The WebSocket server, or a proxy before it, sent a message that is none of Conversation Relay.',
    },
  ],
  [
    64108,
    {
      title: 'ConversationRelay: RTP Timeout',
      cause: 'The audio stopped: the call was over, or the carrier sent no more.',
    },
  ],
  [
    64114,
    {
      title: 'ConversationRelay: ASR provider connection error',
      cause: 'The provider of speech recognition could not be reached, or the connection to it was lost.',
    },
  ],
]);
