import type { AlertState } from '../../page/alert-states.ts';
import { type KeptView, viewPart } from '../../page/views.ts';
import { badParameter, notFound } from '../api-error.ts';
import { requireOwnPage } from '../authentication.ts';
import { NOT_KEPT } from '../json-answer.ts';
import { readJsonBody } from '../read-body.ts';
import type { ApiContext, Route, RouteOptions } from '../route.ts';
import { viewGiven } from '../view-given.ts';

const PATH = '/views';
/** Of those who may read the same accounts. */
const MOST_VIEWS = 200;

/** The saved views of the page, and the alerts of these: what is kept for those who may read the same accounts. */
export const views: Route = {
  paths: [PATH, `${PATH}/:Name{.+}`],
  methods: ['GET', 'HEAD', 'PUT', 'DELETE'],
  async answer(context, options) {
    const { method, path } = context.req;
    const { accounts } = context.get('reader') ?? {};
    const name = nameIn(path);
    if (method !== 'PUT' && method !== 'DELETE') {
      if (name !== undefined) throw notFound(path);
      const kept = await options.views.list(accounts);
      const states = kept.some(({ alert }) => alert !== undefined) ? await options.alertStates.all() : undefined;
      context.set('events', kept.length);
      return context.json({ views: kept.map((view) => answered(view, states?.get(viewPart(view)))) }, 200, NOT_KEPT);
    }
    requireOwnPage(context, options.platform(context).baseUrl);
    if (name === undefined) throw badParameter(`The path: expected ${PATH}/ and the name of a view`);
    if (method === 'DELETE') await options.views.remove(accounts, name);
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
  const kept = await views.list(accounts);
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

function answered({ name, address, alert, savedAt }: KeptView, state: AlertState | undefined) {
  return {
    name,
    address,
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

/** What stands behind the path, decoded; undefined where nothing does. */
function nameIn(path: string): string | undefined {
  const name = path.slice(PATH.length + 1);
  try {
    return name === '' ? undefined : decodeURIComponent(name);
  } catch {
    throw badParameter('The name: it is not percent-encoded as it should be');
  }
}
