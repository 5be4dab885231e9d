import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { MEDIA_EDGES } from '../../families/call-event/media-edge.ts';
import { isCallSid } from '../../shared/call-sid.ts';
import type { SteadyClock } from '../../shared/clock.ts';
import { LEVELS, type Level } from '../../shared/level.ts';
import type { EventPages } from '../read/event-pages.ts';
import {
  ApiError,
  badParameter,
  internalError,
  methodNotAllowed,
  notAuthenticated,
  notFound,
  tooManyRequests,
} from './api-error.ts';
import { type CallPlace, readCallPage } from './call-page.ts';
import { callPath, callSidOfPath } from './call-path.ts';
import { basicCredential, type CheckCredential } from './credentials.ts';
import { isThere, resolveDefaultEdge } from './default-edge.ts';
import {
  type EventQuery,
  filterParameters,
  NAMES_ACROSS_CALLS,
  NAMES_OF_A_CALL,
  parseEventQuery,
} from './event-query.ts';
import { createFailedAttempts, FAILURES_WINDOW_MS } from './failed-attempts.ts';
import { type LatestPlace, levelsRead, readLatestPage } from './latest-page.ts';
import { openApiDocument } from './openapi.ts';
import { ASSET_PATH, type Page, SHELL_PATHS, servePage } from './page.ts';
import { createPageBudget, type PageBudget } from './page-limits.ts';
import { createPageTokens, type PageTokens } from './page-token.ts';
import type { PageTokenKeys } from './page-token-keys.ts';
import type { Reader } from './reader.ts';
import { setCommonHeaders } from './response-headers.ts';

/** What the platform knows of a request, and a client cannot make up. */
export interface Platform {
  /** Scheme, host and stage path it was asked on, such as `https://abc.execute-api.us-east-1.amazonaws.com`. */
  baseUrl: string;
  clientAddress: string;
  requestId: string;
}

export interface ApiOptions {
  pages: EventPages;
  checkCredential: CheckCredential;
  /** What page tokens are signed with; no credential. */
  pageTokenKeys: PageTokenKeys;
  /** Levels whose events are in the index; any other is refused across calls. */
  indexedLevels: readonly Level[];
  clock: Pick<SteadyClock, 'now' | 'elapsed'>;
  platform: (context: Context) => Platform;
  /** Asked for with every request for it. */
  page: () => Promise<Page>;
  observe: ApiObserver;
}

/** Who read what: of an answer everything but its content, and of a question no filter. */
export interface AnsweredRequest {
  requestId: string;
  /** Of the credential it was asked with; undefined where there was none that is known. */
  credentialSid: string | undefined;
  method: string;
  /** Of the resource, percent-encoded. */
  path: string;
  status: number;
  /** How many were listed. */
  events: number;
}

/** Told what those who run the API want to know, and those who ask it do not hear. */
export interface ApiObserver {
  /** Once for each request for events, whatever the answer. */
  answered(request: AnsweredRequest): void;
  authenticationFailed(): void;
  failed(error: unknown, requestId: string): void;
}

const FAILURES_A_MINUTE = 20;
const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';
const LATEST_PATH = '/v1/Voice/Events';

/** A page's place in its answer, and its number: what is counted goes on where it was. */
interface NumberedPlace<Place> {
  page: number;
  place: Place;
}
const numbered = <Place>(Place: z.ZodMiniType<Place>): z.ZodMiniType<NumberedPlace<Place>> =>
  z.object({ page: z.number(), place: Place });

const NumberedCallPlace = numbered<CallPlace>(
  z.object({
    after: z.optional(z.string()),
    before: z.optional(z.string()),
    inclusive: z.optional(z.boolean()),
    defaultEdge: z.enum([...MEDIA_EDGES, 'all']),
  }),
);
const NumberedLatestPlace = numbered<LatestPlace>(
  z.object({
    at: z.string(),
    dealtWith: z.array(z.object({ level: z.enum(LEVELS), callSid: z.string(), sortKey: z.string() })),
  }),
);

/** What is known of a request while it is answered. */
interface Variables {
  budget: PageBudget;
  reader?: Reader;
  /** Of what was asked for, where the URL's does not say it. */
  path?: string;
  events?: number;
}
type ApiContext = Context<{ Variables: Variables }>;

/**
 * The read API: Twilio's Call Insights Event resource, and the same across calls; and the page that shows them.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export function createApi(options: ApiOptions): Hono<{ Variables: Variables }> {
  const { pages, indexedLevels, observe, platform, clock } = options;
  const failures = createFailedAttempts(FAILURES_A_MINUTE, clock);
  // As it stands in the URL: a SID can hold whatever a path is made of.
  const api = new Hono<{ Variables: Variables }>({ getPath: ({ url }) => new URL(url).pathname });

  api.use('*', async (context, next) => {
    await next();
    setCommonHeaders(context.res.headers, platform(context).baseUrl, clock.now());
  });
  api.options('*', (context) => context.body(null, 204, { allow: ALLOWED_METHODS }));
  api.get('/healthz', (context) => context.json({ status: 'up' }));
  api.get('/openapi.json', (context) => context.json(openApiDocument(platform(context).baseUrl)));

  servePage(api, options.page);

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

  api.get('/v1/Voice/*', (context) => {
    const { path } = context.req;
    if (path === LATEST_PATH) {
      const query = queryOf(context, NAMES_ACROSS_CALLS);
      return query.callSid === undefined ? latestEvents(context, query) : callEvents(context, query.callSid, query);
    }
    const callSid = callSidOfPath(path);
    if (callSid === undefined) throw notFound(path);
    return callEvents(context, callSid, queryOf(context, NAMES_OF_A_CALL));
  });

  for (const path of ['/healthz', '/openapi.json', LATEST_PATH, ...SHELL_PATHS, ASSET_PATH]) {
    api.all(path, () => {
      throw methodNotAllowed();
    });
  }
  api.all('/v1/Voice/*', ({ req: { path } }) => {
    throw callSidOfPath(path) === undefined ? notFound(path) : methodNotAllowed();
  });
  api.notFound((context) => errorAnswer(context, notFound(context.req.path)));
  api.onError((error, context) => errorAnswer(context, toApiError(error, context)));
  return api;

  async function callEvents(context: ApiContext, callSid: string, query: EventQuery): Promise<Response> {
    const { path } = context.req;
    const budget = context.get('budget');
    context.set('path', callPath(callSid));
    if (!isCallSid(callSid)) throw notFound(callPath(callSid));
    const tokens = await tokensFor(['call', callSid], query, NumberedCallPlace);
    const { page: number, place } = placeOf(query, tokens) ?? {
      page: 0,
      place: await firstPlace(callSid, query, budget),
    };
    const page = await readCallPage(pages, callSid, query, place, budget);
    // The path that led here leads here again.
    const link = linkTo(`${platform(context).baseUrl}${path}`, query);
    const linkBehind = (to: number, next: CallPlace | undefined) =>
      next === undefined ? null : link(to, tokens.write({ page: to, place: next }));
    return answer(context, page.events, {
      ...linksOf(link, number, query),
      next_page_url: linkBehind(number + 1, page.next),
      previous_page_url: linkBehind(Math.max(0, number - 1), page.previous),
    });
  }

  async function latestEvents(context: ApiContext, query: EventQuery): Promise<Response> {
    requireIndexed(levelsAsked(query));
    const tokens = await tokensFor(['latest'], query, NumberedLatestPlace);
    const { page: number, place } = placeOf(query, tokens) ?? { page: 0, place: undefined };
    const page = await readLatestPage(pages, query, place, context.get('budget'));
    const link = linkTo(`${platform(context).baseUrl}${LATEST_PATH}`, query);
    return answer(context, page.events, {
      ...linksOf(link, number, query),
      next_page_url:
        page.next === undefined ? null : link(number + 1, tokens.write({ page: number + 1, place: page.next })),
      // Newer events have come since: whoever wants those starts again.
      previous_page_url: null,
    });
  }

  function queryOf(context: ApiContext, names: readonly string[]): EventQuery {
    const { accounts } = context.get('reader') ?? {};
    return {
      ...parseEventQuery(new URL(context.req.url).searchParams, names),
      ...(accounts !== undefined && { accounts }),
    };
  }

  async function tokensFor<Place>(of: readonly string[], query: EventQuery, Place: z.ZodMiniType<Place>) {
    const { callSid: _said, ...filters } = query;
    const accounts = query.accounts?.toSorted() ?? null;
    return createPageTokens(await options.pageTokenKeys(), [of, filterParameters(filters), accounts], Place);
  }

  /** @throws ApiError 404 for a call that has no event at all, or none that the reader may see */
  async function firstPlace(callSid: string, query: EventQuery, budget: PageBudget): Promise<CallPlace> {
    const defaultEdge =
      query.edge === undefined
        ? await resolveDefaultEdge(pages, callSid, query, budget)
        : (await isThere(pages, callSid, query, budget)) && 'all';
    if (defaultEdge === undefined || defaultEdge === false) throw notFound(callPath(callSid));
    return { defaultEdge };
  }

  /** Without it the answer would be an empty list, or a part of one, and nobody would know. */
  function requireIndexed(levels: readonly Level[]): void {
    const missing = levels.find((level) => !indexedLevels.includes(level));
    if (missing === undefined) return;
    throw badParameter(
      `Level: events of level ${missing} are not indexed across calls, only ${indexedLevels.join(', ')} and errors of ` +
        'level UNKNOWN. The setting indexedLevels changes that for new events; of one call they can always be asked for',
    );
  }

  function toApiError(error: Error, context: Context): ApiError {
    if (error instanceof ApiError) return error;
    const { requestId } = platform(context);
    observe.failed(error, requestId);
    return THROTTLES.has(error.name) ? tooManyRequests('Too many requests', 1) : internalError();
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const THROTTLES: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);

/** Errors of a level nobody knows are in the index whatever is set. */
function levelsAsked(query: EventQuery): readonly Level[] {
  return query.levels.length === 0 ? levelsRead(query).filter((level) => level !== 'UNKNOWN') : query.levels;
}

/** The page that a token stands for; undefined where there is none. @throws ApiError 400 for one of another page */
function placeOf<Place>(
  { page, pageToken }: EventQuery,
  tokens: PageTokens<NumberedPlace<Place>>,
): NumberedPlace<Place> | undefined {
  if (pageToken === undefined) return undefined;
  const numbered = tokens.read(pageToken);
  if (page !== undefined && page !== numbered.page) {
    throw badParameter(`Page=${page}: the PageToken is of page ${numbered.page}`);
  }
  return numbered;
}

type Link = (page: number, token?: string) => string;

function linkTo(url: string, query: EventQuery): Link {
  return (page, token) => {
    const search = new URLSearchParams([
      ...filterParameters(query),
      ['PageSize', String(query.pageSize)],
      ['Page', String(page)],
      ...(token === undefined ? [] : [['PageToken', token] as [string, string]]),
    ]);
    return `${url}?${search}`;
  };
}

function linksOf(link: Link, page: number, { pageSize, pageToken }: EventQuery) {
  return {
    page,
    page_size: pageSize,
    first_page_url: link(0),
    url: link(page, pageToken),
    key: 'events',
  };
}

function answer(context: ApiContext, events: readonly string[], meta: object): Response {
  context.set('events', events.length);
  // The events are JSON already, by which the page was measured.
  return context.body(`{"meta":${JSON.stringify(meta)},"events":[${events.join(',')}]}`, 200, {
    'content-type': 'application/json',
    'cache-control': 'private, no-store',
  });
}

function errorAnswer(context: Context, error: ApiError): Response {
  if (error.status === 401) context.header('www-authenticate', 'Basic realm="voice-insights-sink"');
  if (error.status === 405) context.header('allow', ALLOWED_METHODS);
  if (error.retryAfter !== undefined) context.header('retry-after', String(error.retryAfter));
  return context.json(error.body, error.status);
}
