import { type Context, Hono } from 'hono';
import { ApiError, internalError, methodNotAllowed, notAuthenticated, notFound, tooManyRequests } from './api-error.ts';
import { basicCredential } from './credentials.ts';
import { createFailedAttempts, FAILURES_WINDOW_MS } from './failed-attempts.ts';
import { createPageBudget } from './page-limits.ts';
import { setCommonHeaders } from './response-headers.ts';
import type { ApiOptions, Variables } from './route.ts';
import { ROUTES } from './routes.ts';

const FAILURES_A_MINUTE = 20;
const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';

/**
 * The read API: Twilio's Call Insights Event resource, and the same across calls; and the page that shows them.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export function createApi(options: ApiOptions): Hono<{ Variables: Variables }> {
  const { observe, platform, clock } = options;
  const failures = createFailedAttempts(FAILURES_A_MINUTE, clock);
  // As it stands in the URL: a SID can hold whatever a path is made of.
  const api = new Hono<{ Variables: Variables }>({ getPath: ({ url }) => new URL(url).pathname });

  api.use('*', async (context, next) => {
    await next();
    setCommonHeaders(context.res.headers, platform(context).baseUrl, clock.now());
  });
  api.options('*', (context) => context.body(null, 204, { allow: ALLOWED_METHODS }));

  api.use('/v1/*', async (context, next) => {
    context.set('budget', createPageBudget(clock));
    await next();
    observe.answered({
      requestId: platform(context).requestId,
      credentialSid: context.get('reader')?.sid,
      method: context.req.method,
      path: context.get('path') ?? context.req.path,
      status: context.res.status,
      events: context.get('events') ?? 0,
    });
  });

  api.use('/v1/*', async (context, next) => {
    const header = context.req.header('authorization');
    // Many clients ask without one first, to be told that there is one to send: no guess.
    if (header === undefined) throw notAuthenticated();
    const given = basicCredential(header);
    const reader = given === undefined ? undefined : await options.checkCredential(given);
    if (reader !== undefined) {
      context.set('reader', reader);
      return next();
    }
    observe.authenticationFailed();
    if (failures.isTooMany(platform(context).clientAddress)) {
      throw tooManyRequests('Too many failed credentials', FAILURES_WINDOW_MS / 1000);
    }
    throw notAuthenticated();
  });

  for (const { paths, owns = () => true, answer } of ROUTES) {
    for (const path of paths) {
      api.all(path, (context, next) => {
        if (!owns(context.req.path)) return next();
        if (!ANSWERED_METHODS.has(context.req.method)) throw methodNotAllowed();
        return answer(context, options);
      });
    }
  }
  api.notFound((context) => errorAnswer(context, notFound(context.req.path)));
  api.onError((error, context) => errorAnswer(context, toApiError(error, context)));
  return api;

  function toApiError(error: Error, context: Context): ApiError {
    if (error instanceof ApiError) return error;
    const { requestId } = platform(context);
    observe.failed(error, requestId);
    return THROTTLES.has(error.name) ? tooManyRequests('Too many requests', 1) : internalError();
  }
}

const ANSWERED_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

function errorAnswer(context: Context, error: ApiError): Response {
  if (error.status === 401) context.header('www-authenticate', 'Basic realm="voice-insights-sink"');
  if (error.status === 405) context.header('allow', ALLOWED_METHODS);
  if (error.retryAfter !== undefined) context.header('retry-after', String(error.retryAfter));
  return context.json(error.body, error.status);
}
