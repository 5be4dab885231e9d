import * as z from 'zod/mini';
import type { TimeSpan } from '../read/key-condition.ts';
import type { PageMeta } from './answers.ts';
import { badParameter, pageTokenRequired } from './api-error.ts';
import { answerJson } from './json-answer.ts';
import { createPageTokens, type PageTokens } from './page-token.ts';
import { DEFAULT_PAGE_SIZE, PAGING } from './paging.ts';
import { type Parameters, writtenParameters } from './parameter.ts';
import type { ApiContext, ApiOptions } from './route.ts';
import { isRelative, spanAt } from './time-asked.ts';

/** Which page of a list is asked for, and who asks. Times may say how long ago, see `spanAt`. */
export interface AskedPage extends TimeSpan {
  pageSize: number;
  /** Which page a token is of, for who says it; undefined where nobody does. */
  page?: number;
  pageToken?: string;
  /** The accounts whose data the reader may see; all of them where there is no list. */
  accounts?: readonly string[];
}

/** A list, of which a page is answered. */
export interface List<Place> {
  /** The member of the answer that holds it. */
  key: string;
  /** What a page token is bound to, beside filters and accounts. */
  of: readonly string[];
  /** Where it is, percent-encoded. */
  path: string;
  question: AskedPage;
  /** What selects; a page token is bound to it. */
  filters: Parameters;
  /** What stands in links, but for paging. */
  linked: Parameters;
  /** The span of time where none is asked for. */
  span?: TimeSpan;
  /** A place in it, as tokens have it. */
  Place: z.ZodMiniType<Place>;
  /** @param place undefined at its beginning @param span in times, as keys have them */
  readPage(place: Place | undefined, span: TimeSpan): Promise<ListPage<Place>>;
}

/** A part of a list: JSON of each that is in it, and the places around it. */
export interface ListPage<Place> {
  items: readonly string[];
  next?: Place;
  previous?: Place;
}

/** A page's place in its answer, and its number: what is counted goes on where it was. */
interface NumberedPlace<Place> {
  page: number;
  place: Place;
  /** The span of the first page, where the question says how long ago: later pages are of the same. */
  span?: TimeSpan;
}

const Span: z.ZodMiniType<TimeSpan> = z.object({ from: z.optional(z.string()), to: z.optional(z.string()) });

/** @throws ApiError 400 for the number of a page without its token */
export function pageAskedFor<Given extends Partial<AskedPage>>(context: ApiContext, given: Given): Given & AskedPage {
  if (given.page !== undefined && given.page > 0 && given.pageToken === undefined) throw pageTokenRequired();
  const { accounts } = context.get('reader') ?? {};
  return { ...given, pageSize: given.pageSize ?? DEFAULT_PAGE_SIZE, ...(accounts !== undefined && { accounts }) };
}

/** The page of a list that is asked for, in the shape of Twilio's. */
export async function answerList<Place>(
  context: ApiContext,
  { pageTokenKeys, platform, clock }: Pick<ApiOptions, 'pageTokenKeys' | 'platform' | 'clock'>,
  list: List<Place>,
): Promise<Response> {
  const { question, key } = list;
  const bound = [list.of, writtenParameters(list.filters, { ...question }), question.accounts?.toSorted() ?? null];
  const Numbered: z.ZodMiniType<NumberedPlace<Place>> = z.object({
    page: z.number(),
    place: list.Place,
    span: z.optional(Span),
  });
  const tokens = createPageTokens(await pageTokenKeys(), bound, Numbered);
  const { page, place, span: spanOfFirst } = placeOf(question, tokens) ?? { page: 0, place: undefined };
  const asked = { from: question.from ?? list.span?.from, to: question.to ?? list.span?.to };
  const span = spanOfFirst ?? spanAt(asked, clock.now());
  const { items, next, previous } = await list.readPage(place, span);
  const url = `${platform(context).baseUrl}${list.path}`;
  const link = (to: number, token?: string) => linkTo(url, list, to, token);
  const linkBehind = (to: number, behind: Place | undefined) =>
    behind === undefined
      ? null
      : link(to, tokens.write({ page: to, place: behind, ...(isRelative(asked) && { span }) }));
  const meta: PageMeta = {
    page,
    page_size: question.pageSize,
    first_page_url: link(0),
    url: link(page, question.pageToken),
    key,
    next_page_url: linkBehind(page + 1, next),
    previous_page_url: linkBehind(Math.max(0, page - 1), previous),
  };
  context.set('events', items.length);
  // They are JSON already, by which the page was measured.
  return answerJson(context, `{"meta":${JSON.stringify(meta)},"${key}":[${items.join(',')}]}`);
}

/** The page that a token stands for; undefined where there is none. @throws ApiError 400 for one of another page */
function placeOf<Place>(
  { page, pageToken }: AskedPage,
  tokens: PageTokens<NumberedPlace<Place>>,
): NumberedPlace<Place> | undefined {
  if (pageToken === undefined) return undefined;
  const numbered = tokens.read(pageToken);
  if (page !== undefined && page !== numbered.page) {
    throw badParameter(`Page=${page}: the PageToken is of page ${numbered.page}`);
  }
  return numbered;
}

function linkTo(
  url: string,
  { question, linked }: Pick<List<unknown>, 'question' | 'linked'>,
  page: number,
  token: string | undefined,
): string {
  const search = new URLSearchParams([
    ...writtenParameters(linked, { ...question }),
    ...writtenParameters(PAGING, { pageSize: question.pageSize, page, pageToken: token }),
  ]);
  return `${url}?${search}`;
}
