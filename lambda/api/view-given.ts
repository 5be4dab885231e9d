import * as z from 'zod/mini';
import { queryOf } from '../../families/call-event/causes/address-query.ts';
import { ALERT_KINDS } from '../../shared/alert-kinds.ts';
import type { Level } from '../../shared/level.ts';
import { isPageAddress, pageUrl } from '../../shared/page-address.ts';
import { type WebhookHosts, webhookProblem } from '../../shared/webhook.ts';
import type { Alert, View } from '../page/views.ts';
import { badParameter } from './api-error.ts';
import { requireIndexed } from './indexed-levels.ts';
import { shell } from './routes/shell.ts';

const LONGEST_NAME = 80;
const LONGEST_ADDRESS = 2_000;
/** Per cent of calls. */
const LEAST_SHARE = 0.01;
const CALLS = '/calls/';
/** Of these there is something to be told of. */
const FILTERED: readonly string[] = ['/', '/cause', '/events', '/fleet'];

const Given = z.strictObject({
  address: z.string(),
  alert: z.optional(
    z.nullable(
      z.strictObject({
        when: z.enum(ALERT_KINDS),
        over: z.optional(z.nullable(z.number())),
        webhook: z.optional(z.nullable(z.string())),
      }),
    ),
  ),
});

/** What a stack can do about a view. */
export interface ViewLimits {
  webhookHosts: WebhookHosts;
  /** Of other levels no alert would ever tell. */
  indexedLevels: readonly Level[];
}

/** A view that somebody wants to save. @throws ApiError 400 that names what is wrong */
export function viewGiven(name: string, body: unknown, limits: ViewLimits): View {
  if (name.trim() === '' || name.length > LONGEST_NAME || !name.isWellFormed()) {
    throw badParameter(`The name: expected 1 to ${LONGEST_NAME} characters`);
  }
  const given = Given.safeParse(body);
  if (!given.success) {
    const paths = given.error.issues.map(({ path }) => path.join('.') || 'the whole');
    throw badParameter(
      `The body, ${[...new Set(paths)].join(', ')}: expected {"address": …, "alert": null or {"when": one of ` +
        `${ALERT_KINDS.join(', ')}, "over": …, "webhook": …}}`,
    );
  }
  const address = addressGiven(given.data.address);
  const { alert } = given.data;
  return { name, address, ...(alert && { alert: alertGiven(alert, address, limits) }) };
}

/** Path and query of the page, of no host. */
function addressGiven(text: string): string {
  const url = isPageAddress(text) ? pageUrl(text) : undefined;
  if (url === undefined || text.length > LONGEST_ADDRESS || !isOfPage(url.pathname)) {
    throw badParameter(
      `address: expected a path of the page and its query, such as /events?since=1h, ${LONGEST_ADDRESS} characters at most`,
    );
  }
  return `${url.pathname}${url.search}`;
}

function isOfPage(pathname: string): boolean {
  return shell.paths.includes(pathname) || (pathname.startsWith(CALLS) && pathname !== CALLS);
}

function alertGiven(
  { when, over, webhook }: NonNullable<z.infer<typeof Given>['alert']>,
  address: string,
  { webhookHosts, indexedLevels }: ViewLimits,
): Alert {
  const { pathname, searchParams } = pageUrl(address);
  if (!FILTERED.includes(pathname) || searchParams.has('party') || searchParams.has('call')) {
    throw badParameter('alert: expected an address of causes or events. Of a call or a number nothing is told');
  }
  const { levels, facets } = queryOf(address);
  if (facets?.some(({ facet }) => facet === 'carrier')) {
    throw badParameter('alert: an alert is of events, and those do not say a carrier. Save the view without an alert');
  }
  requireIndexed({ levels }, indexedLevels);
  if (when === 'share' && !(typeof over === 'number' && over >= LEAST_SHARE && over < 100)) {
    throw badParameter(`alert.over: expected per cent of all calls, ${LEAST_SHARE} at least and under 100`);
  }
  if (when !== 'share' && typeof over === 'number') throw badParameter('alert.over: only a share has it');
  const problem = webhook ? webhookProblem(webhook, webhookHosts) : undefined;
  if (problem !== undefined) throw badParameter(`alert.webhook: ${problem}`);
  return { when, ...(typeof over === 'number' && { over }), ...(webhook && { webhook }) };
}
