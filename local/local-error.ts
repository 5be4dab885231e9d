/** What went wrong, for the person at the terminal: one line, no stack trace. */
export class LocalError extends Error {}
