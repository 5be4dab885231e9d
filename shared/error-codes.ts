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
  return entry && { title: entry[0], cause: entry[1], url: errorCodeUrl(code) };
}

/** Twilio's page about a code. */
export function errorCodeUrl(code: number): string {
  return `https://www.twilio.com/docs/api/errors/${code}`;
}

const BAD_TOKEN = 'The access token that the app gave the SDK was made wrong: check the account, API key and secret.';
const WEBRTC = 'The browser or device has no WebRTC that Twilio supports, or not enough memory left for the call.';

const CODES: ReadonlyMap<number, readonly [title: string, cause: string]> = new Map([
  // <Dial>
  [
    13214,
    [
      'The provided caller identifier is invalid.',
      'The caller id is neither a number of the account nor a verified one; a call from a client needs one that is.',
    ],
  ],
  [13223, ['Dial: Invalid phone number format', 'The number dialled is not in E.164 format, such as +15551234567.']],
  [
    13224,
    [
      'Dial: Twilio does not support calling this number or the number is invalid',
      'The number is not in E.164 format or does not exist, or no carrier could deliver the call.',
    ],
  ],
  [13226, ['Dial: Invalid country code', 'The country code of the number dialled is unknown.']],

  // Access tokens
  [20101, ['Invalid access token', BAD_TOKEN]],
  [20102, ['Invalid access token header', BAD_TOKEN]],
  [20103, ['Invalid access token issuer/subject', 'The account or API key named in the access token is not valid.']],
  [
    20104,
    [
      'Access token expired or expiration date invalid',
      'The app did not renew its token in time, or the clock of the server that made it is wrong.',
    ],
  ],
  [20105, ['Access token not yet valid', 'The clock of the server that made the token is ahead.']],
  [20106, ['Invalid access token grants', 'The token has no Voice grant, or one that does not allow this.']],
  [20107, ['Invalid access token signature', 'The token was signed with another secret than that of its API key.']],
  [20151, ['Authentication Failed', 'Twilio did not accept the access token.']],
  [20157, ['Expiration Time Exceeds Maximum Time Allowed', 'The access token was made to live longer than 24 hours.']],
  [20403, ['403 Forbidden', 'The account may not use the API: mostly it is suspended or closed.']],
  [21218, ['Invalid ApplicationSid', 'The TwiML application was deleted or belongs to another account.']],

  // Voice SDK
  [31000, ['Unknown Error', 'A general error of the SDK; its message and the Twilio Debugger may say more.']],
  [31001, ['Application Not Found', 'The TwiML application that the access token names does not exist.']],
  [31002, ['Connection Declined', 'Twilio declined the call; the Twilio Debugger has the reason.']],
  [31003, ['Connection Timeout', "The caller's network blocks the way to Twilio, or is too slow."]],
  [
    31005,
    [
      'Connection error',
      'The WebSocket to Twilio was closed: the network was lost, or the call ended with an error at Twilio (HANGUP).',
    ],
  ],
  [
    31008,
    ['Call cancelled', 'The caller gave up, or another device of the same identity answered or rejected the call.'],
  ],
  [31009, ['Transport error', 'The SDK had no connection to Twilio when it had something to send.']],
  [31100, ['The request had malformed syntax.', 'The content or type of a message that the app sent was not valid.']],
  [31101, ['Missing parameter array in request', 'The app and its SDK sent a request that is not complete.']],
  [31102, ['Authorization token missing in request.', 'The app connected without an access token.']],
  [31103, ['Maximum parameter length has been exceeded.', 'The custom parameters of the call are too long.']],
  [31104, ['Invalid bridge token', 'The incoming call that was to be answered is no longer valid.']],
  [31105, ['Invalid client name', 'The identity in the access token has characters that are not allowed.']],
  [31107, ['The reconnect parameter is invalid', 'The SDK tried to get back to a call that Twilio does not know.']],
  [31201, ['Authorization error', 'Twilio does not allow what was asked for with this access token.']],
  [31202, ['Signature validation failed.', 'The access token has a wrong account, API key or API key secret.']],
  [31203, ['No valid account', 'The account of the access token does not exist or is not active.']],
  [31204, ['Invalid JWT token', BAD_TOKEN]],
  [31205, ['JWT token expired', 'The app did not renew its access token in time.']],
  [31206, ['Rate exceeded authorized limit.', 'The app sent messages faster than Twilio allows.']],
  [31207, ['JWT token expiration too long', 'The access token was made to live longer than Twilio allows.']],
  [31209, ['Reconnect attempt is not authorized.', 'The SDK may not get back to this call with its access token.']],
  [31210, ['Call Message Event Type is invalid.', 'The app sent a call message of a type Twilio does not know.']],
  [31211, ['Call is not in the expected state.', 'The app sent a call message before the call was ringing.']],
  [
    31212,
    ['Call Message Event Payload size exceeded authorized limit.', 'The app sent a call message that is too large.'],
  ],
  [31301, ['Registration error', 'The device could not register for incoming calls.']],
  [31302, ['Unsupported Cancel Message Error', 'The app was updated, but its user is registered as by the old SDK.']],
  [
    31401,
    [
      'UserMedia Permission Denied Error',
      'The user, the browser or the operating system does not let the page use the microphone.',
    ],
  ],
  [
    31402,
    [
      'UserMedia Acquisition Failed Error',
      'The microphone is gone, in use by another app, or does not fit the constraints asked for.',
    ],
  ],
  [31400, ['Bad Request (HTTP/SIP)', 'Twilio or the far end could not understand the request.']],
  [31403, ['Forbidden (HTTP/SIP)', 'The far end understood the call and refuses it, or the account may not make it.']],
  [31404, ['Not Found (HTTP/SIP)', 'The number dialled does not exist, or the TwiML application has no Voice URL.']],
  [31408, ['Request Timeout (HTTP/SIP)', 'The far end did not answer in time.']],
  [31409, ['Conflict (HTTP)', 'Another request about the same call was under way.']],
  [31426, ['Upgrade Required (HTTP)', 'The device speaks a version of TLS that is too old: update its system or SDK.']],
  [31429, ['Too Many Requests (HTTP)', 'Too many requests were sent in a short time.']],
  [31480, ['Temporarily Unavailable (SIP)', 'Whom was called cannot be reached now.']],
  [31481, ['Call/Transaction Does Not Exist (SIP)', 'The call was over already.']],
  [31484, ['Address Incomplete (SIP)', 'The number dialled is not written as it should be.']],
  [31486, ['Busy Here (SIP)', 'Whom was called is busy.']],
  [31487, ['Request Terminated (SIP)', 'The call was hung up or cancelled before it was answered.']],
  [31500, ['Internal Server Error (HTTP/SIP)', 'A server on the way failed.']],
  [31502, ['Bad Gateway (HTTP/SIP)', 'A server on the way got no usable answer from the next one.']],
  [31503, ['Service Unavailable (HTTP/SIP)', 'A server on the way is overloaded, or the Voice URL cannot be reached.']],
  [31504, ['Gateway Timeout (HTTP/SIP)', 'A server on the way got no answer from the next one in time.']],
  [31530, ['DNS Resolution Error (HTTP/SIP)', 'The name of the server could not be found.']],
  [31600, ['Busy Everywhere (SIP)', 'All devices that were called are busy.']],
  [31603, ['Decline (SIP)', 'Whom was called declined the call.']],
  [31604, ['Does Not Exist Anywhere (SIP)', 'Nobody has the address that was called.']],

  // SIP
  [
    32009,
    [
      'The user you tried to dial is not registered with the corresponding SIP Domain',
      'The SIP device is not registered, or its user name is misspelt.',
    ],
  ],
  [
    32011,
    [
      'Error communicating with your SIP communications infrastructure',
      'The SIP endpoint did not answer, answered with an error, or a firewall is in the way.',
    ],
  ],
  [51007, ['Token authentication is rejected by authentication service', BAD_TOKEN]],

  // Signaling and media
  [53000, ['Signaling connection error', "The connection to Twilio failed: mostly the caller's network."]],
  [53001, ['Signaling connection disconnected', "The caller's device lost its Internet connection."]],
  [53400, ['Client is unable to create or apply a local media description', WEBRTC]],
  [53401, ['Server is unable to create or apply a local media description', 'An error at Twilio.']],
  [53402, ['Client is unable to apply a remote media description', WEBRTC]],
  [53403, ['Server is unable to apply a remote media description', WEBRTC]],
  [53404, ['No supported codec', 'The browser or device has no codec that Twilio supports.']],
  [
    53405,
    [
      'Media connection failed',
      'No audio came through: mostly a firewall that blocks UDP to Twilio, or a network that was lost or changed.',
    ],
  ],
  [
    53407,
    [
      'The media connection failed due to DTLS handshake failure',
      'The network was lost during the handshake, or one side has an old DTLS or an invalid certificate.',
    ],
  ],

  // Conversation Relay
  [
    64102,
    [
      'ConversationRelay: Unable to Connect to Websocket URL',
      'The url of <ConversationRelay> is wrong, or no healthy WebSocket server answers there.',
    ],
  ],
  [
    64105,
    ['ConversationRelay: Websocket ended', 'The WebSocket server closed the connection during the call: see its log.'],
  ],
  [
    64106,
    [
      'ConversationRelay: Invalid argument',
      'The provider that was chosen does not support a parameter, such as the language or the voice.',
    ],
  ],
  [
    64107,
    [
      'ConversationRelay: Invalid Message Received',
      'The WebSocket server, or a proxy before it, sent a message that is none of Conversation Relay.',
    ],
  ],
  [64108, ['ConversationRelay: RTP Timeout', 'The audio stopped: the call was over, or the carrier sent no more.']],
  [
    64114,
    [
      'ConversationRelay: ASR provider connection error',
      'The provider of speech recognition could not be reached, or the connection to it was lost.',
    ],
  ],
]);
