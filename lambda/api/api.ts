import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { isCallSid } from '../../shared/call-sid.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Level } from '../../shared/level.ts';
import { MEDIA_EDGES } from '../../shared/media-edge.ts';
import type { EventPages, IndexPlace } from '../store/event-pages.ts';
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
import { basicCredential, type CheckCredential } from './credentials.ts';
import { resolveDefaultEdge } from './default-edge.ts';
import { type EventQuery, filterParameters, parseEventQuery } from './event-query.ts';
import { createFailedAttempts, FAILURES_WINDOW_MS } from './failed-attempts.ts';
import { levelsRead, readLatestPage } from './latest-page.ts';
import { openApiDocument } from './openapi.ts';
import { ASSET_PATH, type Page, SHELL_PATHS, servePage } from './page.ts';
import { MAX_ITEMS_READ } from './page-limits.ts';
import { createPageTokens } from './page-token.ts';

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
  pageTokenKey: () => Promise<string>;
  /** Levels whose events are in the index; any other is refused across calls. */
  indexedLevels: readonly Level[];
  clock: Pick<Clock, 'now'>;
  platform: (context: Context) => Platform;
  /** Asked for with every request for it. */
  page: () => Promise<Page>;
  observe: ApiObserver;
}

/** Told what those who run the API want to know, and those who ask it do not hear. */
export interface ApiObserver {
  authenticationFailed(): void;
  failed(error: unknown, requestId: string): void;
}

const FAILURES_A_MINUTE = 20;
const ALLOWED_METHODS = 'GET, HEAD, OPTIONS';

const Edge = z.enum([...MEDIA_EDGES, 'all']);
const CallPlaceSchema: z.ZodMiniType<CallPlace> = z.object({
  after: z.optional(z.string()),
  before: z.optional(z.string()),
  inclusive: z.optional(z.boolean()),
  defaultEdge: Edge,
});
const LatestPlaceSchema: z.ZodMiniType<IndexPlace> = z.object({
  levelTimestamp: z.string(),
  callSid: z.string(),
  sortKey: z.string(),
});

/**
 * The read API: Twilio's Call Insights Event resource, and the same across calls; and the page that shows them.
 * https://www.twilio.com/docs/voice/voice-insights/api/call/call-events-resource
 */
export function createApi(options: ApiOptions): Hono {
  const { pages, indexedLevels, observe, platform } = options;
  const failures = createFailedAttempts(FAILURES_A_MINUTE, options.clock);
  const api = new Hono();

  api.options('*', (context) => context.body(null, 204, { allow: ALLOWED_METHODS }));
  api.get('/healthz', (context) => context.json({ status: 'up' }));
  api.get('/openapi.json', (context) => context.json(openApiDocument(platform(context).baseUrl)));

  servePage(api, options.page);

  api.use('/v1/*', async (context, next) => {
    const header = context.req.header('authorization');
    // Many clients ask without one first, to be told that there is one to send: no guess.
    if (header === undefined) throw notAuthenticated();
    const given = basicCredential(header);
    if (given !== undefined && (await options.checkCredential(given))) return next();
    observe.authenticationFailed();
    if (failures.isTooMany(platform(context).clientAddress)) {
      throw tooManyRequests('Too many failed credentials', FAILURES_WINDOW_MS / 1000);
    }
    throw notAuthenticated();
  });

  api.get('/v1/Voice/:CallSid/Events', async (context) => {
    const callSid = context.req.param('CallSid');
    const { path } = context.req;
    if (!isCallSid(callSid)) throw notFound(path);
    const query = parseEventQuery(new URL(context.req.url).searchParams);
    const question = { path: `/v1/Voice/${encodeURIComponent(callSid)}/Events`, filters: filterParameters(query) };
    const tokens = createPageTokens(await options.pageTokenKey(), question, CallPlaceSchema);
    const { place, itemsRead } =
      query.pageToken === undefined
        ? await firstPlace(callSid, query, path)
        : { place: tokens.read(query.pageToken), itemsRead: 0 };
    const page = await readCallPage(pages, callSid, query, place, MAX_ITEMS_READ - itemsRead);
    const link = linkTo(platform(context).baseUrl, question.path, query);
    return answer(context, page.events, {
      ...linksOf(link, query),
      next_page_url: page.next === undefined ? null : link(query.page + 1, tokens.write(page.next)),
      previous_page_url:
        page.previous === undefined ? null : link(Math.max(0, query.page - 1), tokens.write(page.previous)),
    });
  });

  api.get('/v1/Voice/Events', async (context) => {
    const query = parseEventQuery(new URL(context.req.url).searchParams);
    requireIndexed(levelsAsked(query));
    const question = { path: '/v1/Voice/Events', filters: filterParameters(query) };
    const tokens = createPageTokens(await options.pageTokenKey(), question, LatestPlaceSchema);
    const place = query.pageToken === undefined ? undefined : tokens.read(query.pageToken);
    const page = await readLatestPage(pages, query, place);
    const link = linkTo(platform(context).baseUrl, question.path, query);
    return answer(context, page.events, {
      ...linksOf(link, query),
      next_page_url: page.next === undefined ? null : link(query.page + 1, tokens.write(page.next)),
      // Newer events have come since: whoever wants those starts again.
      previous_page_url: null,
    });
  });

  const paths = ['/v1/Voice/:CallSid/Events', '/v1/Voice/Events', '/healthz', '/openapi.json'];
  for (const path of [...paths, ...SHELL_PATHS, ASSET_PATH]) {
    api.all(path, () => {
      throw methodNotAllowed();
    });
  }
  api.notFound((context) => errorAnswer(context, notFound(context.req.path)));
  api.onError((error, context) => errorAnswer(context, toApiError(error, context)));
  return api;

  /** @throws ApiError 404 for a call that has no event at all */
  async function firstPlace(
    callSid: string,
    { edge }: EventQuery,
    path: string,
  ): Promise<{ place: CallPlace; itemsRead: number }> {
    if (edge === undefined) {
      const { edge: defaultEdge, itemsRead } = await resolveDefaultEdge(pages, callSid);
      if (defaultEdge === undefined) throw notFound(path);
      return { place: { defaultEdge }, itemsRead };
    }
    const { events } = await pages.pageOfCall(callSid, { limit: 1 });
    if (events.length === 0) throw notFound(path);
    return { place: { defaultEdge: 'all' }, itemsRead: events.length };
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

type Link = (page: number, token?: string) => string;

function linkTo(baseUrl: string, path: string, query: EventQuery): Link {
  return (page, token) => {
    const search = new URLSearchParams([
      ...filterParameters(query),
      ['PageSize', String(query.pageSize)],
      ['Page', String(page)],
      ...(token === undefined ? [] : [['PageToken', token] as [string, string]]),
    ]);
    return `${baseUrl}${path}?${search}`;
  };
}

function linksOf(link: Link, { page, pageSize, pageToken }: EventQuery) {
  return {
    page,
    page_size: pageSize,
    first_page_url: link(0),
    url: link(page, pageToken),
    key: 'events',
  };
}

function answer(context: Context, events: readonly string[], meta: object): Response {
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
