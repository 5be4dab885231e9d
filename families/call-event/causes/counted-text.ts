import { REDACTED } from '../../../shared/redacted.ts';

/** Characters; what is longer was written by a machine, and nobody compares it. */
const MAX_TEXT = 256;

/**
 * A text that can be counted and asked for again in a URL: of 256 characters at most, without lone surrogates. A number
 * counts as its digits. Undefined for what is empty, hidden, or neither.
 */
export function countedText(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string' || value === REDACTED || value.trim() === '') return undefined;
  return value.slice(0, MAX_TEXT).toWellFormed();
}
