import { getCookie } from 'hono/cookie';
import { badParameter, forbidden, notAuthenticated, tooManyRequests } from './api-error.ts';
import { basicCredential, type Credential, type KnownCredential } from './credentials.ts';
import { createFailedAttempts, FAILURES_WINDOW_MS } from './failed-attempts.ts';
import type { Reader } from './reader.ts';
import type { ApiContext, ApiOptions, Authentication } from './route.ts';
import { isSameOrigin } from './same-origin.ts';
import { claimedSession, isSigned, type Session } from './session.ts';
import { sessionCookie } from './session-cookie.ts';

const FAILURES_A_MINUTE = 20;
const JSON_TYPE = /^application\/json\s*(?:;|$)/i;

/** By HTTP Basic, as at Twilio; and by a session, for the page of the same host. */
export function createAuthentication(options: ApiOptions): Authentication {
  const { credentials, pageTokenKeys, endedSessions, observe, platform, clock } = options;
  const failures = createFailedAttempts(FAILURES_A_MINUTE, clock);
  return { readerOf, sessionOf, requireKnown };

  async function readerOf(context: ApiContext): Promise<Reader> {
    const header = context.req.header('authorization');
    if (header !== undefined) {
      const { sid, accounts } = await requireKnown(context, basicCredential(header));
      return { sid, ...(accounts !== undefined && { accounts }) };
    }
    // Many clients ask without one first, to be told that there is one to send: no guess.
    const found = await knownSession(context);
    if (found === undefined) throw notAuthenticated();
    const { sid, accounts } = found.credential;
    return { sid, ...(accounts !== undefined && { accounts }) };
  }

  async function requireKnown(context: ApiContext, given: Credential | undefined): Promise<KnownCredential> {
    const reader = given && (await credentials.check(given));
    if (given !== undefined && reader !== undefined) return { ...given, ...reader };
    observe.authenticationFailed();
    if (failures.isTooMany(platform(context).clientAddress)) {
      throw tooManyRequests('Too many failed credentials', FAILURES_WINDOW_MS / 1000);
    }
    throw notAuthenticated();
  }

  async function sessionOf(context: ApiContext): Promise<(Session & Reader) | undefined> {
    const found = await knownSession(context);
    if (found === undefined) return undefined;
    const { accounts } = found.credential;
    return { ...found.session, ...(accounts !== undefined && { accounts }) };
  }

  async function knownSession(
    context: ApiContext,
  ): Promise<{ session: Session; credential: KnownCredential } | undefined> {
    const { baseUrl } = platform(context);
    const token = getCookie(context, sessionCookie(baseUrl).name) ?? '';
    const session = claimedSession(token);
    if (session === undefined || clock.now() >= session.expiresAtMs || !isSameOrigin(context.req, baseUrl)) {
      return undefined;
    }
    const keys = await pageTokenKeys();
    const credential = await credentials.find((known) => known.sid === session.sid && isSigned(token, keys, known));
    if (credential === undefined || (await endedSessions.isEnded(session.id))) return undefined;
    return { session, credential };
  }
}

/** @throws ApiError for a write that the page did not send: a form of another site can neither say JSON nor be of this host */
export function requireOwnPage({ req }: ApiContext, baseUrl: string): void {
  if (!isSameOrigin(req, baseUrl)) throw forbidden('Only the page of this host may write');
  if (!JSON_TYPE.test(req.header('content-type') ?? '')) throw badParameter('Content-Type: expected application/json');
}
