import type { Context } from 'hono';
import type { Clock, SteadyClock } from '../../shared/clock.ts';
import type { Level } from '../../shared/level.ts';
import type { WebhookHosts } from '../../shared/webhook.ts';
import type { Annotations } from '../annotations/annotations.ts';
import type { AlertStates } from '../page/alert-states.ts';
import type { EndedSessions } from '../page/ended-sessions.ts';
import type { Views } from '../page/views.ts';
import type { ArchiveQuery } from '../query/archive-query.ts';
import type { CallRows } from '../read/call-rows.ts';
import type { ConferencePages } from '../read/conference-pages.ts';
import type { EventPages } from '../read/event-pages.ts';
import type { EventRows } from '../read/event-rows.ts';
import type { MetricPages } from '../read/metric-pages.ts';
import type { SummaryPages } from '../read/summary-pages.ts';
import type { Credential, Credentials, KnownCredential } from './credentials.ts';
import type { PageBudget } from './page-limits.ts';
import type { PageTokenKeys } from './page-token-keys.ts';
import type { Reader } from './reader.ts';
import type { Session } from './session.ts';
import type { Trends } from './trends.ts';
import type { Page } from './web-page.ts';

/** What the platform knows of a request, and a client cannot make up. */
export interface Platform {
  /** Scheme, host and stage path it was asked on, such as `https://abc.execute-api.us-east-1.amazonaws.com`. */
  baseUrl: string;
  clientAddress: string;
  requestId: string;
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
  /** Once for each request that takes a credential, whatever the answer. */
  answered(request: AnsweredRequest): void;
  authenticationFailed(): void;
  failed(error: unknown, requestId: string): void;
}

export interface ApiOptions {
  pages: EventPages;
  summaries: SummaryPages;
  metrics: MetricPages;
  conferences: ConferencePages;
  annotations: Annotations;
  credentials: Credentials;
  endedSessions: EndedSessions;
  views: Views;
  alertStates: Pick<AlertStates, 'all'>;
  /** Which hosts may be told of alerts. */
  webhookHosts: WebhookHosts;
  /** Of the stack, for whoever signs in. */
  name: string;
  /** What page tokens are signed with; no credential. */
  pageTokenKeys: PageTokenKeys;
  /** Levels whose events are in the index; any other is refused across calls. */
  indexedLevels: readonly Level[];
  /** Whether calls can be looked up by a number; without it they are gone through. */
  partyLookup: boolean;
  /** The archive, where there is one. */
  archive?: ApiArchive;
  clock: Pick<SteadyClock, 'now' | 'elapsed'>;
  platform: (context: Context) => Platform;
  /** Asked for with every request for it. */
  page: () => Promise<Page>;
  observe: ApiObserver;
}

/** What trends are made of. */
export interface ApiArchive {
  query: ArchiveQuery;
  /** Days that rows stay in the table; 0 for ever. */
  retentionDays: number;
  sleep: Clock['sleep'];
}

/** What a route answers with. */
export interface RouteOptions extends ApiOptions {
  authentication: Authentication;
  /** Events as they are counted; closed parts of the past are kept from one request to the next. */
  eventRows: EventRows;
  /** Calls in the same way. */
  callRows: CallRows;
  /** Questions to the archive, where there is one; they are loaded when they are first needed. */
  trends?: () => Promise<Trends>;
}

/** What is known of a request while it is answered. */
export interface Variables {
  /** Of a request under `/v1/`. */
  budget: PageBudget;
  reader?: Reader;
  /** Of what was asked for, where the URL's does not say it. */
  path?: string;
  events?: number;
}
export type ApiContext = Context<{ Variables: Variables }>;

/** Finds out who asks. */
export interface Authentication {
  /** Who asks: by HTTP Basic, else by the session of the page. @throws ApiError 401 and 429 */
  readerOf(context: ApiContext): Promise<Reader>;
  /** The session of a request from the page; undefined where there is none, or none that counts. */
  sessionOf(context: ApiContext): Promise<(Session & Reader) | undefined>;
  /** A credential that somebody gave, as it is known. @throws ApiError 401 for an unknown one, 429 for too many of them */
  requireKnown(context: ApiContext, given: Credential | undefined): Promise<KnownCredential>;
}

/** A path of the API: what answers there, and what the description says of it. Under `/v1/` it takes a credential. */
export interface Route {
  /** Where it answers, as Hono spells it, compared with the URL's path as it stands there. */
  paths: readonly string[];
  /** Which of these are its own; all of them, where it does not say. */
  owns?(path: string): boolean;
  /** Which methods it answers; GET and HEAD, where it does not say. */
  methods?: readonly string[];
  answer(context: ApiContext, options: RouteOptions): Response | Promise<Response>;
  /** Its path and its operation, in OpenAPI's words; without it, the route is for those who know of it. */
  description?: { path: string; operation: object; post?: object };
}
