/** What a client of the local pipeline has to know, and no more. */
export const STREAM_NAME = 'call-events';
export const TABLE_NAME = 'call-events';
export const REGION = 'us-east-1';

/** The embedded servers take any. */
export const ANY_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
