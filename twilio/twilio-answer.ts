import { printable } from '../shared/printable.ts';
import type { Explained } from '../shared/trouble.ts';

/** From this status on it is the server that failed. */
export const SERVER_FAULT = 500;

/** The status Twilio answered with; undefined for an error that is none of its client's. */
export function twilioStatus(error: unknown): number | undefined {
  // By its form: to import the client for its class would cost every command a third of a second.
  const isTwilios = error instanceof Error && 'status' in error && ('moreInfo' in error || 'title' in error);
  return isTwilios ? Number(error.status) : undefined;
}

/** Twilio's own number for what is wrong; undefined where it says none. https://www.twilio.com/docs/api/errors */
export function twilioCode(error: unknown): number | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  return twilioStatus(error) !== undefined && typeof code === 'number' && code > 0 ? code : undefined;
}

/** Codes of Voice Insights that are about a call, whatever the status; 17008 and 17009 are trouble of the server's. */
const ABOUT_A_CALL: Readonly<Record<number, Explained>> = {
  17000: {
    says: 'Twilio does not show this call to these credentials',
    cure: 'it is of another account, or its Advanced Features are off; of a subaccount: --account AC…',
  },
  17001: { says: 'Twilio has no complete summary of this call', cure: 'it comes half an hour after the call' },
  17002: { says: 'this call ended over 30 days ago', cure: 'Twilio keeps its events no longer' },
  17007: {
    says: 'Advanced Features were off when this call was made',
    cure: 'Twilio has no events of it; they come of calls made once they are on',
  },
};

/** True where Voice Insights refuses a call, and may show others. https://www.twilio.com/docs/api/errors/17002 */
export function isOfOneCall(code: unknown): boolean {
  return typeof code === 'number' && code >= 17_000 && code < 17_008;
}

/** What Twilio answered; undefined for an error that is none of the client's. */
export function explainTwilio(error: Error): Explained | undefined {
  const status = twilioStatus(error);
  if (status === undefined) return undefined;
  const message = printable(error.message) || 'no reason is given';
  const code = twilioCode(error);
  const number = code === undefined ? '' : ` (${code})`;
  if (code !== undefined && isOfOneCall(code)) {
    const known = ABOUT_A_CALL[code];
    return known === undefined
      ? { says: `Twilio does not show this call${number}: ${message}` }
      : { ...known, says: `${known.says}${number}` };
  }
  // Voice Insights has other codes of its own that say 401.
  if (status === 401 && !(code !== undefined && code >= 17_000 && code < 18_000)) {
    return {
      says: 'Twilio does not take these credentials',
      cure: 'check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN (or the API key)',
    };
  }
  if (status === 403) {
    return {
      says: `Twilio does not allow this to these credentials${number}: ${message}`,
      cure: 'give the API key that right, or use TWILIO_AUTH_TOKEN',
    };
  }
  if (status === 429) return { says: 'Twilio answers too many requests', cure: 'wait a minute and try again' };
  const says = `Twilio answered ${status}${number}: ${message}`;
  if (status >= SERVER_FAULT) return { says, cure: 'run the command again; if it stays, https://status.twilio.com' };
  return code === undefined ? { says } : { says, cure: `https://www.twilio.com/docs/api/errors/${code}` };
}
