/** What stands in the place of a value that the configuration hides. */
export const REDACTED = '[redacted]';
