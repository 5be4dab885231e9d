import type { AlertState } from '../../page/alert-states.ts';
import { scopeOf } from '../../page/scope.ts';
import { type KeptView, viewPart } from '../../page/views.ts';
import { badParameter } from '../api-error.ts';
import { requireOwnPage } from '../authentication.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { readJsonBody } from '../read-body.ts';
import type { ApiContext, Route, RouteOptions } from '../route.ts';
import { viewGiven } from '../view-given.ts';

const PATH = '/views';
/** Of those who may read the same accounts. */
const MOST_VIEWS = 200;

/**
 * The saved views of the page, and the alerts of these: what is kept for those who may read the same accounts. A name
 * stands in the query, which no log has: it may tell of calls.
 */
export const views: Route = {
  paths: [PATH],
  methods: ['GET', 'HEAD', 'PUT', 'DELETE'],
  async answer(context, options) {
    const { method, url } = context.req;
    const { accounts } = context.get('reader') ?? {};
    if (method !== 'PUT' && method !== 'DELETE') {
      const all = await options.views.list(accounts);
      const isOwn = isOf(accounts);
      const kept = [...all.filter(isOwn), ...all.filter((view) => !isOwn(view))];
      const states = kept.some(({ alert }) => alert !== undefined) ? await options.alertStates.all() : undefined;
      context.set('events', kept.length);
      return context.json(
        { views: kept.map((view) => answered(view, accounts, states?.get(viewPart(view)))) },
        200,
        NOT_KEPT,
      );
    }
    requireOwnPage(context, options.platform(context).baseUrl);
    const { searchParams } = new URL(url);
    const name = searchParams.get('Name');
    if (name === null) throw badParameter('Name: expected the name of a view');
    if (method === 'DELETE') await remove(options, accounts, name, searchParams.get('Scope'));
    else await save(context, options, name);
    return context.body(null, 204, NOT_KEPT);
  },
};

async function save(
  context: ApiContext,
  { views, platform, clock, ...limits }: RouteOptions,
  name: string,
): Promise<void> {
  const { accounts } = context.get('reader') ?? {};
  const view = viewGiven(name, await readJsonBody(context.req), limits);
  const kept = (await views.list(accounts)).filter(isOf(accounts));
  if (kept.length >= MOST_VIEWS && !kept.some((one) => one.name === name)) {
    throw badParameter(`There are ${MOST_VIEWS} views, and no room for more. Delete one first`);
  }
  await views.put({
    ...view,
    ...(accounts !== undefined && { accounts }),
    origin: platform(context).baseUrl,
    savedAt: new Date(clock.now()).toISOString(),
  });
}

/** A reader of all accounts can delete what any other saved: a webhook outlives the credential that it is of. */
async function remove(
  { views }: RouteOptions,
  accounts: readonly string[] | undefined,
  name: string,
  scope: string | null,
): Promise<void> {
  if (scope === null) return views.remove(accounts, name);
  if (accounts !== undefined) throw badParameter('Scope: only readers of all accounts see views of others');
  const view = (await views.list(undefined)).find((one) => one.name === name && scopeOf(one.accounts) === scope);
  if (view !== undefined) await views.remove(view.accounts, name);
}

/** Whether a view is of those who may read these accounts, and no others. */
function isOf(accounts: readonly string[] | undefined): (view: KeptView) => boolean {
  const own = scopeOf(accounts);
  return (view) => scopeOf(view.accounts) === own;
}

function answered(view: KeptView, accounts: readonly string[] | undefined, state: AlertState | undefined) {
  const { name, address, alert, savedAt } = view;
  const isOthers = !isOf(accounts)(view);
  return {
    name,
    address,
    // Who else it is of, for readers of all accounts.
    scope: isOthers ? scopeOf(view.accounts) : null,
    accounts: isOthers ? (view.accounts ?? null) : null,
    alert: alert === undefined ? null : { when: alert.when, over: alert.over ?? null, webhook: alert.webhook ?? null },
    // What was told of the view before it was changed is of another alert.
    state: alert === undefined || state?.savedAt !== savedAt ? null : toldOf(state),
  };
}

function toldOf({ alarms, trouble, notTold }: AlertState) {
  return {
    alarms: alarms.map(({ cause, words, since }) => ({ cause, words, since })),
    trouble: trouble ?? null,
    not_told: notTold ?? null,
  };
}
