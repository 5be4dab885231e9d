import { Trouble } from '../shared/trouble.ts';

const SERVER_FAULT = 500;
const BROKEN = /^(ECONNRESET|EPIPE|EAI_AGAIN|ERR_BAD_RESPONSE)$/;

/** An answer that is none of Twilio's, or none that is whole. */
export class NoJson extends Trouble {}

/** True where the same request may work a moment later: the server failed, or the connection broke. */
export function isTwilioFault(error: unknown): boolean {
  if (error instanceof NoJson) return true;
  const { status, code, cause } = (error ?? {}) as { status?: number; code?: unknown; cause?: { code?: unknown } };
  if ((status ?? 0) >= SERVER_FAULT) return true;
  return [code, cause?.code].some((text) => typeof text === 'string' && BROKEN.test(text));
}
