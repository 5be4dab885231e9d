import * as z from 'zod/mini';
import type { EventPage } from './answers.ts';
import { badParameter, pageTokenRequired } from './api-error.ts';
import type { PageQuery } from './collect-page.ts';
import { CALL_SID, DEFAULT_PAGE_SIZE, FILTERS, PAGING } from './event-parameters.ts';
import { createPageTokens, type PageTokens } from './page-token.ts';
import { readParameters, writtenParameters } from './parameter.ts';
import type { ApiContext, ApiOptions } from './route.ts';

/** Parameters of a question about events of one call. */
export const OF_A_CALL = { ...FILTERS, ...PAGING };
/** Parameters of a question across calls. */
export const ACROSS_CALLS = { CallSid: CALL_SID, ...OF_A_CALL };

/** What is asked for. */
export interface EventQuestion extends PageQuery {
  /** The one call that is asked for, where its SID stands in no path. */
  callSid?: string;
  /** Which page a token is of, for who says it; undefined where nobody does. */
  page?: number;
  pageToken?: string;
}

/** A list of events, of which a page is answered. */
export interface EventList<Place> {
  /** What a page token is bound to, beside filters and accounts. */
  of: readonly string[];
  /** Where it is, percent-encoded. */
  path: string;
  question: EventQuestion;
  /** A place in it, as tokens have it. */
  Place: z.ZodMiniType<Place>;
  /** @param place undefined at its beginning */
  readPage(place: Place | undefined): Promise<{ events: string[]; next?: Place; previous?: Place }>;
}

/** A page's place in its answer, and its number: what is counted goes on where it was. */
interface NumberedPlace<Place> {
  page: number;
  place: Place;
}

/** @throws ApiError 400 that says what is wrong */
export function questionOf(context: ApiContext, parameters: typeof OF_A_CALL | typeof ACROSS_CALLS): EventQuestion {
  const given = readParameters(new URL(context.req.url).searchParams, parameters);
  if (given.page !== undefined && given.page > 0 && given.pageToken === undefined) throw pageTokenRequired();
  const { accounts } = context.get('reader') ?? {};
  return { ...given, pageSize: given.pageSize ?? DEFAULT_PAGE_SIZE, ...(accounts !== undefined && { accounts }) };
}

/** The page of a list that is asked for, in the shape of Twilio's. */
export async function answerList<Place>(
  context: ApiContext,
  { pageTokenKeys, platform }: Pick<ApiOptions, 'pageTokenKeys' | 'platform'>,
  { of, path, question, Place, readPage }: EventList<Place>,
): Promise<Response> {
  const accounts = question.accounts?.toSorted() ?? null;
  const bound = [of, writtenParameters(FILTERS, { ...question }), accounts];
  const Numbered: z.ZodMiniType<NumberedPlace<Place>> = z.object({ page: z.number(), place: Place });
  const tokens = createPageTokens(await pageTokenKeys(), bound, Numbered);
  const { page, place } = placeOf(question, tokens) ?? { page: 0, place: undefined };
  const { events, next, previous } = await readPage(place);
  const url = `${platform(context).baseUrl}${path}`;
  const link = (to: number, token?: string) => linkTo(url, question, to, token);
  const linkBehind = (to: number, behind: Place | undefined) =>
    behind === undefined ? null : link(to, tokens.write({ page: to, place: behind }));
  const meta: EventPage['meta'] = {
    page,
    page_size: question.pageSize,
    first_page_url: link(0),
    url: link(page, question.pageToken),
    key: 'events',
    next_page_url: linkBehind(page + 1, next),
    previous_page_url: linkBehind(Math.max(0, page - 1), previous),
  };
  context.set('events', events.length);
  // The events are JSON already, by which the page was measured.
  return context.body(`{"meta":${JSON.stringify(meta)},"events":[${events.join(',')}]}`, 200, {
    'content-type': 'application/json',
    'cache-control': 'private, no-store',
  });
}

/** The page that a token stands for; undefined where there is none. @throws ApiError 400 for one of another page */
function placeOf<Place>(
  { page, pageToken }: EventQuestion,
  tokens: PageTokens<NumberedPlace<Place>>,
): NumberedPlace<Place> | undefined {
  if (pageToken === undefined) return undefined;
  const numbered = tokens.read(pageToken);
  if (page !== undefined && page !== numbered.page) {
    throw badParameter(`Page=${page}: the PageToken is of page ${numbered.page}`);
  }
  return numbered;
}

function linkTo(url: string, question: EventQuestion, page: number, token: string | undefined): string {
  const search = new URLSearchParams([
    ...writtenParameters({ CallSid: CALL_SID, ...FILTERS }, { ...question }),
    ...writtenParameters(PAGING, { pageSize: question.pageSize, page, pageToken: token }),
  ]);
  return `${url}?${search}`;
}
