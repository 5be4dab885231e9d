import { setCookie } from 'hono/cookie';
import * as z from 'zod/mini';
import { badParameter, notAuthenticated } from '../api-error.ts';
import { requireOwnPage } from '../authentication.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { readJsonBody } from '../read-body.ts';
import { mayReadAll } from '../reader.ts';
import type { ApiContext, Route, RouteOptions } from '../route.ts';
import { SESSION_MS, type Session, writeSession } from '../session.ts';
import { sessionCookie } from '../session-cookie.ts';

const Given = z.object({ sid: z.string(), token: z.string() });

/** Signing in on the page, and out. It is for the page alone: whoever else asks sends the credential with the request. */
export const session: Route = {
  paths: ['/session'],
  methods: ['GET', 'HEAD', 'POST', 'DELETE'],
  answer(context, options) {
    const { method } = context.req;
    if (method === 'POST') return signIn(context, options);
    return method === 'DELETE' ? signOut(context, options) : whoIsIt(context, options);
  },
};

async function whoIsIt(context: ApiContext, { authentication, name, trends }: RouteOptions): Promise<Response> {
  const found = await authentication.sessionOf(context);
  // Without the header that makes a browser ask with a window of its own. Who signs in shall know to what.
  if (found === undefined) return context.json({ ...notAuthenticated().body, name }, 401, NOT_KEPT);
  const { sid, expiresAtMs } = found;
  context.set('reader', { sid });
  const canAsk = trends !== undefined && mayReadAll(found);
  const said = { sid, expires_at: new Date(expiresAtMs).toISOString(), name, ...(canAsk && { trends: true }) };
  return context.json(said, 200, NOT_KEPT);
}

async function signIn(context: ApiContext, options: RouteOptions): Promise<Response> {
  const { authentication, platform, pageTokenKeys, clock } = options;
  const { baseUrl } = platform(context);
  requireOwnPage(context, baseUrl);
  const given = Given.safeParse(await readJsonBody(context.req));
  if (!given.success) throw badParameter('The body: expected {"sid": …, "token": …}');
  const { sid, token } = given.data;
  const credential = await authentication.requireKnown(context, { sid, secret: token });
  const [key = ''] = await pageTokenKeys();
  const opened: Session = { id: crypto.randomUUID(), sid, expiresAtMs: clock.now() + SESSION_MS };
  context.set('reader', { sid });
  keepCookie(context, baseUrl, writeSession(opened, key, credential), SESSION_MS);
  return context.body(null, 204, NOT_KEPT);
}

async function signOut(context: ApiContext, options: RouteOptions): Promise<Response> {
  const { authentication, endedSessions, platform } = options;
  const { baseUrl } = platform(context);
  requireOwnPage(context, baseUrl);
  const open = await authentication.sessionOf(context);
  // The browser forgets it, whatever becomes of the row.
  keepCookie(context, baseUrl, '', 0);
  if (open !== undefined) {
    context.set('reader', { sid: open.sid });
    await endedSessions.end(open.id, open.expiresAtMs);
  }
  return context.body(null, 204, NOT_KEPT);
}

function keepCookie(context: ApiContext, baseUrl: string, value: string, forMs: number): void {
  const { name, attributes } = sessionCookie(baseUrl);
  setCookie(context, name, value, { ...attributes, maxAge: forMs / 1_000 });
}
