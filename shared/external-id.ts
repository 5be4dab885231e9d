/**
 * What an external id may be, here: at least 16 characters, so that nobody who knows the role and the stream guesses
 * it; at most what AWS takes.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const EXTERNAL_ID = /^[\w+=,.@:/-]{16,1224}$/;

/** The same in words, for whoever said another one. */
export const EXTERNAL_ID_IN_WORDS = '16 to 1224 letters, digits and characters of _+=,.@:/-';
