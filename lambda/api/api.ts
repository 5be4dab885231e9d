import { type Context, Hono } from 'hono';
import { createCallRows } from '../read/call-rows.ts';
import { createEventRows } from '../read/event-rows.ts';
import { ApiError, internalError, methodNotAllowed, notFound, tooManyRequests } from './api-error.ts';
import { createAuthentication } from './authentication.ts';
import { createPageBudget } from './page-limits.ts';
import { setCommonHeaders } from './response-headers.ts';
import type { ApiArchive, ApiContext, ApiOptions, RouteOptions, Variables } from './route.ts';
import { ROUTES } from './routes.ts';
import type { Trends } from './trends.ts';

const READS = ['GET', 'HEAD'];
/** Where a credential is asked for, or given. */
const OBSERVED = ['/v1/*', '/session', '/views'];
/** Where one is asked for. */
const AUTHENTICATED = ['/v1/*', '/views'];

/**
 * The read API: Twilio's Call Insights Event resource, and the same across calls; and the page that shows them.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export function createApi(options: ApiOptions): Hono<{ Variables: Variables }> {
  const { observe, platform, clock } = options;
  const routeOptions: RouteOptions = {
    ...options,
    authentication: createAuthentication(options),
    eventRows: createEventRows({ pages: options.pages, clock }),
    callRows: createCallRows({ summaries: options.summaries, clock }),
    ...(options.archive && { trends: trendsOf(options.archive, clock) }),
  };
  // As it stands in the URL: a SID can hold whatever a path is made of.
  const api = new Hono<{ Variables: Variables }>({ getPath: ({ url }) => new URL(url).pathname });

  api.use('*', async (context, next) => {
    await next();
    setCommonHeaders(context.res.headers, platform(context).baseUrl, clock.now());
  });
  for (const { paths, owns = () => true, methods } of ROUTES) {
    if (methods === undefined) continue;
    for (const path of paths) {
      api.options(path, (context, next) =>
        owns(context.req.path) ? context.body(null, 204, { allow: allowed(methods) }) : next(),
      );
    }
  }
  api.options('*', (context) => context.body(null, 204, { allow: allowed(READS) }));

  const observed = async (context: ApiContext, next: () => Promise<void>) => {
    await next();
    observe.answered({
      requestId: platform(context).requestId,
      credentialSid: context.get('reader')?.sid,
      method: context.req.method,
      path: context.get('path') ?? context.req.path,
      status: context.res.status,
      events: context.get('events') ?? 0,
    });
  };
  for (const path of OBSERVED) api.use(path, observed);

  const authenticated = async (context: ApiContext, next: () => Promise<void>) => {
    context.set('budget', createPageBudget(clock, context.req.header('prefer')));
    context.set('reader', await routeOptions.authentication.readerOf(context));
    await next();
  };
  for (const path of AUTHENTICATED) api.use(path, authenticated);

  for (const { paths, owns = () => true, methods = READS, answer } of ROUTES) {
    for (const path of paths) {
      api.all(path, (context, next) => {
        if (!owns(context.req.path)) return next();
        if (!methods.includes(context.req.method)) {
          context.header('allow', allowed(methods));
          throw methodNotAllowed();
        }
        return answer(context, routeOptions);
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

function trendsOf(archive: ApiArchive, clock: ApiOptions['clock']): () => Promise<Trends> {
  let trends: Promise<Trends> | undefined;
  return () => {
    trends ??= import('./trends.ts').then(({ createTrends }) => createTrends({ ...archive, clock }));
    return trends;
  };
}

function allowed(methods: readonly string[]): string {
  return [...methods, 'OPTIONS'].join(', ');
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

function errorAnswer(context: Context, error: ApiError): Response {
  if (error.status === 401 && !isOfPage(context)) {
    context.header('www-authenticate', 'Basic realm="voice-insights-sink"');
  }
  if (error.retryAfter !== undefined) context.header('retry-after', String(error.retryAfter));
  return context.json(error.body, error.status);
}

/** Whether the page's script asks, which has a form of its own: the browser shall not ask for a credential in a window. */
function isOfPage({ req }: Context): boolean {
  const isNavigation = req.header('sec-fetch-mode') === 'navigate';
  return req.path === '/session' || (req.header('sec-fetch-site') === 'same-origin' && !isNavigation);
}
