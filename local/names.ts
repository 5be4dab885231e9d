/** What a client of the local pipeline has to know, and no more. */
export const STREAM_NAME = 'call-events';
export const TABLE_NAME = 'call-events';
export const INSIGHTS_TABLE_NAME = 'call-insights';
/** In the place of a stack's name. */
export const LOCAL_NAME = 'Local pipeline';
/** Each table by its own name. */
export const TABLES = { 'call-events': TABLE_NAME, 'call-insights': INSIGHTS_TABLE_NAME } as const;
export const REGION = 'us-east-1';

/** The embedded servers take any. */
export const ANY_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
