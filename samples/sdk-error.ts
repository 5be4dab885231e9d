/** The error of an SDK event: one of https://www.twilio.com/docs/api/errors, in the SDK's own words. */
export type SdkError = { code: number; message: string };

/** Errors that end calls, as the open-source browser Voice SDK (@twilio/voice-sdk 2.x) words them. */
export const SDK_ERROR = {
  hangupWithError: { code: 31005, message: 'ConnectionError (31005): Error sent from gateway in HANGUP' },
  connection: { code: 31005, message: 'ConnectionError (31005): A connection error occurred during the call' },
  transport: { code: 31009, message: 'TransportError (31009): No transport available to send or receive messages' },
  microphoneDenied: {
    code: 31401,
    message:
      'PermissionDeniedError (31401): The browser or end-user denied permissions to user media. ' +
      'Therefore we were unable to acquire input audio.',
  },
  signaling: {
    code: 53000,
    message:
      'ConnectionError (53000): Raised whenever a signaling connection error occurs that is not covered by a more ' +
      'specific error code.',
  },
  signalingLost: {
    code: 53001,
    message: 'ConnectionDisconnected (53001): Raised whenever the signaling connection is unexpectedly disconnected.',
  },
  media: {
    code: 53405,
    message: 'ConnectionError (53405): Raised by the Client or Server whenever a media connection fails.',
  },
  mediaReconnecting: { code: 53405, message: 'ConnectionError (53405): Media connection failed.' },
} as const satisfies Record<string, SdkError>;
